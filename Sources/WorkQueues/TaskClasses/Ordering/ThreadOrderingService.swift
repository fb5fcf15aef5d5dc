// Control side.
import Realtime

/// Makes and finds thread ordering groups: threads of this process that run one after the other,
/// once in each period.
///
/// In a period run the members that joined before the parent, the parent, and those that joined after
/// it, each side in the order of joining. The counterpart of the Thread Ordering Service, whose groups
/// are the machine's; these are this process's.
public final class ThreadOrderingService: Sendable {
  private let taskClasses: TaskClassService
  private let groups = PriorityLock<[ThreadOrderingID: ThreadOrderingGroup]>([:])

  /// Creates a service; `taskClasses` are those that a group's own thread may join.
  public init(taskClasses: TaskClassService) { self.taskClasses = taskClasses }

  /// Makes a group with the calling thread as its parent.
  ///
  /// `id` nil or `none` makes a new identifier. Period and time-out are 500 µs at least. When the
  /// members together take longer than the period and the time-out, the one whose turn it is is
  /// removed, and if it is the parent, the group ends. The group's own thread, which begins each
  /// period, is in the class `taskClass`, or else at normal priority.
  ///
  /// Throws `alreadyExists`, `invalidTaskName` or `notEnoughMemory`. Thread: control. The corresponding
  /// C function is `AvRtCreateThreadOrderingGroupExW`.
  public func create(
    id: ThreadOrderingID? = nil, periodNanoseconds: Int64,
    timeout: ThreadOrderingTimeout = .fivePeriods, taskClass name: String? = nil
  ) throws(ThreadOrderingError) -> ThreadOrderingMember {
    let taskClass = try name.map(find)
    let times = OrderingTimes(periodNanoseconds: periodNanoseconds, timeout: timeout)
    let id = id.flatMap { $0 == .none ? nil : $0 } ?? .random()
    let group = ThreadOrderingGroup(id: id, times: times)
    try keep(group)
    do throws(ThreadOrderingError) {
      let server = try ThreadOrderingServer(
        group, taskClass: taskClass, broker: taskClasses.broker)
      return ThreadOrderingMember(
        group, memberID: ThreadOrder.parent, server: server, service: self)
    } catch {
      forget(group)
      throw error
    }
  }

  /// Joins the calling thread to a group, to run before its parent or after it.
  ///
  /// A thread has one place in a group; it takes part from the period after its first wait. Throws
  /// `invalidParameter` when there is no such group, and when the thread has a place in it already.
  /// Thread: control. The corresponding C function is `AvRtJoinThreadOrderingGroup`.
  public func join(
    _ id: ThreadOrderingID, before: Bool
  ) throws(ThreadOrderingError) -> ThreadOrderingMember {
    guard let group = groups.withLock({ $0[id] }) else { throw .unknown }
    let memberID = try group.join(before: before)
    return ThreadOrderingMember(group, memberID: memberID, server: nil, service: self)
  }

  private func keep(_ group: ThreadOrderingGroup) throws(ThreadOrderingError) {
    let isNew = groups.withLock { groups in
      guard groups[group.id]?.isOver != false else { return false }
      groups[group.id] = group
      return true
    }
    guard isNew else {
      throw ThreadOrderingError(
        .alreadyExists, "there is a thread ordering group of that identifier")
    }
  }

  func forget(_ group: ThreadOrderingGroup) {
    groups.withLock { groups in
      if groups[group.id] === group { groups[group.id] = nil }
    }
  }

  private func find(_ name: String) throws(ThreadOrderingError) -> TaskClass {
    do throws(TaskClassError) {
      return try taskClasses.find(name)
    } catch {
      throw ThreadOrderingError(.invalidTaskName, error.description)
    }
  }
}
