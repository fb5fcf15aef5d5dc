import Synchronization

/// The line that says where the page in the browser is.
///
/// It goes to who started the host, and to the meter on the same terminal, which hides what was
/// printed before it; not to the events, which others can read.
final class PageLine: Sendable {
  private let said = Mutex<String?>(nil)

  /// What was said, if anything.
  var text: String? { said.withLock { $0 } }

  func say(_ text: String) throws {
    try Console.standard.write(text)
    said.withLock { $0 = text }
  }
}
