// Control side.
public import CRTWorkQ
import WorkQueues

/// Threads in task classes.
private let members = AvrtHandles<TaskClassMembership>()

/// Joins the calling thread to a class.
@c @implementation
public func AvSetMmThreadCharacteristicsW(
  _ taskName: LPCWSTR?, _ index: LPDWORD?
) -> HANDLE? {
  join(AvrtText.string(taskName), index)
}

/// Joins the calling thread to a class.
@c @implementation
public func AvSetMmThreadCharacteristicsA(
  _ taskName: LPCSTR?, _ index: LPDWORD?
) -> HANDLE? {
  join(AvrtText.string(taskName), index)
}

/// Joins the calling thread to the more urgent of two classes.
@c @implementation
public func AvSetMmMaxThreadCharacteristicsW(
  _ firstTask: LPCWSTR?, _ secondTask: LPCWSTR?, _ index: LPDWORD?
) -> HANDLE? {
  joinHigher(AvrtText.string(firstTask), AvrtText.string(secondTask), index)
}

/// Joins the calling thread to the more urgent of two classes.
@c @implementation
public func AvSetMmMaxThreadCharacteristicsA(
  _ firstTask: LPCSTR?, _ secondTask: LPCSTR?, _ index: LPDWORD?
) -> HANDLE? {
  joinHigher(AvrtText.string(firstTask), AvrtText.string(secondTask), index)
}

/// Takes the calling thread out of its class.
@c @implementation
public func AvRevertMmThreadCharacteristics(_ thread: HANDLE?) -> BOOL {
  succeeds {
    let member = try member(thread)
    defer { if !member.isActive { members.remove(thread) } }
    try member.revert()
  }
}

/// Moves a thread within its class.
@c @implementation
public func AvSetMmThreadPriority(_ thread: HANDLE?, _ priority: AVRT_PRIORITY) -> BOOL {
  succeeds {
    let member = try member(thread)
    let relative = TaskClass.RelativePriority(rawValue: Int(priority.rawValue))
    guard let relative else { throw AvrtFailure.invalidParameter }
    try member.setRelativePriority(relative)
  }
}

/// Stores the share of the machine that is kept for everything else.
@c @implementation
public func AvQuerySystemResponsiveness(_ thread: HANDLE?, _ percent: PULONG?) -> BOOL {
  succeeds {
    let member = try member(thread)
    guard let percent else { throw AvrtFailure.invalidParameter }
    percent.pointee = ULONG(member.systemResponsivenessPercent)
  }
}

private func join(_ name: String?, _ index: LPDWORD?) -> HANDLE? {
  answering {
    guard let name else { throw AvrtFailure.invalidTaskName }
    return try enter(index) { try taskClassProcess.taskClasses.join(name, taskIndex: &$0) }
  }
}

private func joinHigher(_ first: String?, _ second: String?, _ index: LPDWORD?) -> HANDLE? {
  answering {
    guard let first, let second else { throw AvrtFailure.invalidTaskName }
    return try enter(index) {
      try taskClassProcess.taskClasses.joinHigher(of: first, and: second, taskIndex: &$0)
    }
  }
}

private func enter(
  _ index: LPDWORD?, _ join: (inout UInt32) throws -> TaskClassMembership
) throws -> HANDLE {
  guard let index else { throw AvrtFailure.invalidHandle }
  taskClassProcess.threadJoins()
  let membership = try join(&index.pointee)
  taskClassProcess.warn(of: membership.grant)
  guard let handle = members.add(membership, forgetting: { !$0.isActive }) else {
    throw AvrtFailure.invalidHandle
  }
  return handle
}

private func member(_ handle: HANDLE?) throws -> TaskClassMembership {
  guard let member = members.object(handle), member.isActive else {
    throw AvrtFailure.invalidHandle
  }
  return member
}
