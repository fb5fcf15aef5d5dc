// Control side.

/// Why a thread ordering group did not do what it was asked.
public struct ThreadOrderingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is, with the numbers of Windows' `winerror.h`.
  public enum Code: UInt32, Sendable, CaseIterable {
    /// Only the parent may do that.
    case invalidFunction = 1
    /// The group has ended, or the thread is no member any more.
    case accessDenied = 5
    /// No memory or no thread.
    case notEnoughMemory = 8
    /// There is no such group, or the thread has no place, or one already, in it.
    case invalidParameter = 87
    /// There is a group of that identifier.
    case alreadyExists = 183
    /// There is no task class of that name.
    case invalidTaskName = 1550
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

extension ThreadOrderingError {
  static let ended = ThreadOrderingError(
    .accessDenied, "the group has ended, or the thread is no member of it any more")
  static let unknown = ThreadOrderingError(
    .invalidParameter, "there is no thread ordering group of that identifier")
  static let deleted = ThreadOrderingError(.invalidParameter, "the group has ended already")
  static let noMember = ThreadOrderingError(
    .invalidParameter, "the thread is no member of the group")
  static let parentsOnly = ThreadOrderingError(
    .invalidFunction, "only the parent may delete the group, and it may not leave")
  static let joinedAlready = ThreadOrderingError(
    .invalidParameter, "the thread has a place in the group already")
}
