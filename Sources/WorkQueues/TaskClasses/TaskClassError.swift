// Control side.

/// Why a thread or a queue could not join a task class, or change its place there.
public struct TaskClassError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is, with the numbers of Windows' `winerror.h`.
  public enum Code: UInt32, Sendable, CaseIterable {
    /// The membership was ended, or belongs to another thread.
    case invalidHandle = 6
    /// What was asked for makes no sense together.
    case invalidParameter = 87
    /// Neither the kernel nor a broker gives the thread a real-time priority.
    case privilegeNotHeld = 1314
    /// The table leaves the whole machine to other work.
    case serverDisabled = 1341
    /// There is no class of that name.
    case invalidTaskName = 1550
    /// The index is not that of a group of the class.
    case invalidTaskIndex = 1551
    /// The thread is a member of a class already.
    case threadAlreadyInTask = 1552
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
