import Synchronization

/// Whether the user wants a command to end, asked on one thread and told on another.
final class Interruption: Sendable {
  private let wasRequested = Atomic<Bool>(false)

  /// Asks the command to end.
  func request() { wasRequested.store(true, ordering: .relaxed) }

  /// Whether it was asked to.
  var isRequested: Bool { wasRequested.load(ordering: .relaxed) }
}
