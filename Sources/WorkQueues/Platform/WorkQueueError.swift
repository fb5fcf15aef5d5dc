// Control side.

/// Why a queue, or something of it, cannot be had.
public struct WorkQueueError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: String, Sendable {
    /// The queue, or the timer, holds as many items as fit.
    case full
    /// The queue, or the platform, was closed.
    case closed
    /// Too many serial queues over one queue.
    case tooMany
    /// No memory or no thread.
    case noResources
    /// The calling thread would wait for itself.
    case wrongThread
  }

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// What kind of failure it is.
  public let code: Code
  /// What happened, in one line.
  public let description: String
}
