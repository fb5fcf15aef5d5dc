// Control side.
public import CRTWorkQ
import WorkQueues

/// Places in thread ordering groups.
private let places = AvrtHandles<ThreadOrderingMember>()

/// Makes a group with the calling thread as its parent.
@c @implementation
public func AvRtCreateThreadOrderingGroup(
  _ context: PHANDLE?, _ period: PLARGE_INTEGER?, _ group: UnsafeMutablePointer<GUID>?,
  _ timeout: PLARGE_INTEGER?
) -> BOOL {
  create(context, period, group, timeout, taskClass: nil)
}

/// Makes a group whose own thread is in a class.
@c @implementation
public func AvRtCreateThreadOrderingGroupExW(
  _ context: PHANDLE?, _ period: PLARGE_INTEGER?, _ group: UnsafeMutablePointer<GUID>?,
  _ timeout: PLARGE_INTEGER?, _ taskName: LPCWSTR?
) -> BOOL {
  create(context, period, group, timeout, taskClass: AvrtText.string(taskName))
}

/// Makes a group whose own thread is in a class.
@c @implementation
public func AvRtCreateThreadOrderingGroupExA(
  _ context: PHANDLE?, _ period: PLARGE_INTEGER?, _ group: UnsafeMutablePointer<GUID>?,
  _ timeout: PLARGE_INTEGER?, _ taskName: LPCSTR?
) -> BOOL {
  create(context, period, group, timeout, taskClass: AvrtText.string(taskName))
}

/// Joins the calling thread to a group.
@c @implementation
public func AvRtJoinThreadOrderingGroup(
  _ context: PHANDLE?, _ group: UnsafeMutablePointer<GUID>?, _ before: BOOL
) -> BOOL {
  succeeds {
    guard let context, let group else { throw AvrtFailure.invalidParameter }
    let place = try taskClassProcess.ordering.join(
      ThreadOrderingID(group.pointee), before: before != 0)
    context.pointee = places.add(place, forgetting: { !$0.isMember })
  }
}

/// Ends the thread's turn and blocks until its next one.
@c @implementation
public func AvRtWaitOnThreadOrderingGroup(_ context: HANDLE?) -> BOOL {
  succeeds {
    guard let place = places.object(context) else { throw AvrtFailure.accessDenied }
    try place.wait()
  }
}

/// Takes the calling thread out of a group.
@c @implementation
public func AvRtLeaveThreadOrderingGroup(_ context: HANDLE?) -> BOOL {
  succeeds {
    let place = try place(context)
    defer { if !place.isMember { places.remove(context) } }
    try place.leave()
  }
}

/// Ends a group.
@c @implementation
public func AvRtDeleteThreadOrderingGroup(_ context: HANDLE?) -> BOOL {
  succeeds {
    let place = try place(context)
    defer { if !place.isMember { places.remove(context) } }
    try place.delete()
  }
}

private func create(
  _ context: PHANDLE?, _ period: PLARGE_INTEGER?, _ group: UnsafeMutablePointer<GUID>?,
  _ timeout: PLARGE_INTEGER?, taskClass: String?
) -> BOOL {
  succeeds {
    guard let context, let period, let group else { throw AvrtFailure.invalidParameter }
    let place = try taskClassProcess.ordering.create(
      id: ThreadOrderingID(group.pointee),
      periodNanoseconds: nanoseconds(period.pointee.QuadPart),
      timeout: orderingTimeout(timeout), taskClass: taskClass)
    if let grant = place.serverGrant { taskClassProcess.warn(of: grant) }
    group.pointee = GUID(place.groupID)
    context.pointee = places.add(place, forgetting: { !$0.isMember })
  }
}

private func place(_ handle: HANDLE?) throws -> ThreadOrderingMember {
  guard let place = places.object(handle) else { throw AvrtFailure.invalidParameter }
  return place
}

private func orderingTimeout(_ timeout: PLARGE_INTEGER?) -> ThreadOrderingTimeout {
  switch timeout?.pointee.QuadPart {
  case nil, 0: .fivePeriods
  case THREAD_ORDER_GROUP_INFINITE_TIMEOUT: .infinite
  case let hundredNanoseconds?: .nanoseconds(nanoseconds(hundredNanoseconds))
  }
}

/// From units of 100 ns; what is too much becomes the most there is.
private func nanoseconds(_ hundreds: LONGLONG) -> Int64 {
  let (product, isTooMuch) = hundreds.multipliedReportingOverflow(by: 100)
  guard isTooMuch else { return product }
  return hundreds < 0 ? .min : .max
}

extension ThreadOrderingID {
  fileprivate init(_ guid: GUID) {
    self = withUnsafeBytes(of: guid) {
      ThreadOrderingID(
        low: $0.loadUnaligned(as: UInt64.self),
        high: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
  }
}

extension GUID {
  fileprivate init(_ id: ThreadOrderingID) {
    self.init()
    withUnsafeMutableBytes(of: &self) {
      $0.storeBytes(of: id.low, as: UInt64.self)
      $0.storeBytes(of: id.high, toByteOffset: 8, as: UInt64.self)
    }
  }
}
