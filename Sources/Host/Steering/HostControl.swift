import Control
import Synchronization

/// What the control server asks, done on the steering thread.
final class HostControl: ControlHandler {
  private let thread: SteeringThread
  private let perform: @Sendable (HostCommand) -> Result<JSONValue, ControlError>
  private let waiting = Atomic<Int>(0)
  /// Commands of all clients that wait, at most.
  private static let capacity = 4096

  init(
    _ thread: SteeringThread,
    perform: @escaping @Sendable (HostCommand) -> Result<JSONValue, ControlError>
  ) {
    self.thread = thread
    self.perform = perform
  }

  func perform(
    _ command: HostCommand,
    reply: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void
  ) {
    guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= Self.capacity else {
      waiting.wrappingSubtract(1, ordering: .relaxed)
      return reply(.failure(ControlError(.busy, "too many requests wait: ask again later")))
    }
    thread.perform { [self] in
      reply(perform(command))
      waiting.wrappingSubtract(1, ordering: .relaxed)
    }
  }
}
