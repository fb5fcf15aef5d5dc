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
    /// The queue is not for items of these traits.
    case invalidQueue
    /// No memory or no thread.
    case noResources
    /// The calling thread would wait for itself.
    case wrongThread
    /// The descriptor is not open, or of a kind that cannot be waited on.
    case badDescriptor
    /// The descriptor is joined to another queue.
    case joined
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
