// Control side.

/// Who is called when an operation has ended, and where.
///
/// The counterpart of `IRtwqAsyncCallback`, with what its `GetParameters` tells.
public struct AsyncCallback: Sendable {
  /// The queue that performs a callback.
  public enum Destination: Sendable {
    /// One that every platform has.
    case platform(PlatformQueue)
    /// One of the program's own.
    case queue(WorkQueue)
  }

  /// The queue that performs it.
  public var destination: Destination
  /// What the callback says about itself.
  public var traits: WorkTraits
  /// What is performed, with the result that has come.
  public var body: @Sendable (AsyncResult) -> Void

  /// Creates a callback; without a destination it is the platform's standard queue's.
  public init(
    on destination: Destination = .platform(.standard), traits: WorkTraits = [],
    body: @escaping @Sendable (AsyncResult) -> Void
  ) {
    self.destination = destination
    self.traits = traits
    self.body = body
  }
}
