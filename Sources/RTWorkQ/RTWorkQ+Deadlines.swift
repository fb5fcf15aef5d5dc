// Control side.
public import CRTWorkQ

/// Says by when what is in a queue must be done.
@c @implementation
public func RtwqSetDeadline(
  _ queue: DWORD, _ deadline_hns: LONGLONG, _ deadline: UnsafeMutablePointer<HANDLE?>?
) -> HRESULT {
  RtwqSetDeadline2(queue, deadline_hns, 0, deadline)
}

/// The same, and from when on the queue's workers wait for work awake.
@c @implementation
public func RtwqSetDeadline2(
  _ queue: DWORD, _ deadline_hns: LONGLONG, _ predeadline_hns: LONGLONG,
  _ deadline: UnsafeMutablePointer<HANDLE?>?
) -> HRESULT {
  status { () throws(Failure) in
    let place = try required(deadline)
    guard deadline_hns >= 0, predeadline_hns >= 0 else { throw Failure(Status.invalidArgument) }
    let found = try queueTable.queue(queue)
    place.pointee = LibraryHandle.make(
      try deadlines.set(on: found, deadline_hns, before: predeadline_hns))
  }
}

/// Withdraws a deadline and releases its handle.
@c @implementation
public func RtwqCancelDeadline(_ deadline: HANDLE?) -> HRESULT {
  status { () throws(Failure) in
    guard deadlines.cancel(try LibraryHandle.number(deadline)) else {
      throw Failure(Status.handle)
    }
  }
}

/// Sets who is told of missed deadlines of a queue.
@c @implementation
public func rtwq_set_deadline_handler(
  _ queue: DWORD, _ handler: rtwq_deadline_handler?, _ context: UnsafeMutableRawPointer?
) -> HRESULT {
  status { () throws(Failure) in try deadlines.setHandler(of: queue, handler, context) }
}
