// Control side.
import CRealtime
public import Realtime
import Synchronization

/// A thread's place in a thread ordering group.
///
/// The thread calls `wait` again and again: what it does between two waits is its turn. When this
/// goes, the thread leaves the group, and the group ends if the thread was its parent.
public final class ThreadOrderingMember: Sendable {
  /// What the group is known by.
  public var groupID: ThreadOrderingID { group.id }
  /// Whether its thread made the group.
  public var isParent: Bool { server != nil }

  private let group: ThreadOrderingGroup
  private let memberID: ThreadOrder.MemberID
  private let threadID = rt_thread_id()
  private let server: ThreadOrderingServer?
  private let service: ThreadOrderingService

  init(
    _ group: ThreadOrderingGroup, memberID: ThreadOrder.MemberID, server: ThreadOrderingServer?,
    service: ThreadOrderingService
  ) {
    self.group = group
    self.memberID = memberID
    self.server = server
    self.service = service
  }

  deinit {
    if let server {
      server.stop()
      service.forget(group)
    } else {
      _ = group.leave(memberID)
    }
  }

  /// Whether its thread is still a member of a group that has not ended.
  ///
  /// Thread: any.
  public var isMember: Bool { group.contains(memberID) }

  /// What the group's own thread asked for and got; nil for who is not the parent.
  ///
  /// Thread: control.
  public var serverGrant: SchedulingGrant? { server?.grant }

  /// Ends the thread's turn and blocks until its next one.
  ///
  /// The parent's first wait begins the first period. Throws `accessDenied` when the group has ended,
  /// when the thread was removed for overrunning or has left, and on any other thread. Thread: the
  /// member's. The corresponding C function is `AvRtWaitOnThreadOrderingGroup`.
  public func wait() throws(ThreadOrderingError) {
    guard group.wait(memberID) else { throw .ended }
  }

  /// Takes the thread out of the group, in its turn or before its first one.
  ///
  /// Throws `invalidFunction` for the parent; `invalidParameter` when the thread is no member any
  /// more, and on any other thread. Thread: the member's. The corresponding C function is
  /// `AvRtLeaveThreadOrderingGroup`.
  public func leave() throws(ThreadOrderingError) {
    guard !isParent else { throw .parentsOnly }
    guard threadID == rt_thread_id(), group.leave(memberID) else { throw .noMember }
  }

  /// Ends the group; the waits of all members fail.
  ///
  /// Throws `invalidFunction` for who is not the parent, and on any other thread; `invalidParameter`
  /// when the group has ended, be it that the parent overran. Thread: the parent's. The corresponding
  /// C function is `AvRtDeleteThreadOrderingGroup`.
  public func delete() throws(ThreadOrderingError) {
    guard let server, threadID == rt_thread_id() else { throw .parentsOnly }
    let hasEnded = !group.end()
    server.stop()
    service.forget(group)
    if hasEnded { throw .deleted }
  }
}
