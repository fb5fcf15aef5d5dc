import Synchronization

/// Prints what happens to standard error, but not while the meter has the screen.
final class EventPrinter: Sendable {
  /// Whether the meter shows the events instead.
  let isQuiet = Atomic<Bool>(false)

  /// Thread: any of the control side.
  @Sendable func take(_ text: String) {
    if !isQuiet.load(ordering: .relaxed) { Console.standard.complain(text) }
  }
}
