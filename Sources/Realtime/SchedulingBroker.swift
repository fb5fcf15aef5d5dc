// Control side.

/// Somebody who may give a thread of this process the scheduling the kernel refuses the process.
public protocol SchedulingBroker: Sendable {
  /// What users know it by.
  var name: String { get }

  /// Asks for one thread of this process.
  ///
  /// What the thread got may be less than was asked for; the kernel tells. Throws when it got
  /// nothing. Waits a bounded time only, and no broker that did not answer is asked again. Thread:
  /// control.
  func promote(threadID: Int32, to asked: ThreadScheduling) throws(SchedulingRefusal)
}

/// Why a broker gave nothing.
public struct SchedulingRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Creates a refusal.
  ///
  /// `description` completes a sentence that begins with the broker's name.
  public init(_ description: String) { self.description = description }

  /// Such as `did not answer`.
  public let description: String
}
