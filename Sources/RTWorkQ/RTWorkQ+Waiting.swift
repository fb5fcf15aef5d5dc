// Control side.
public import CRTWorkQ

/// Puts a result once a descriptor is readable.
@c @implementation
public func RtwqPutWaitingWorkItem(
  _ event: HANDLE?, _ priority: LONG, _ result: UnsafeMutablePointer<IRtwqAsyncResult>?,
  _ key: UnsafeMutablePointer<RTWQWORKITEM_KEY>?
) -> HRESULT {
  status { () throws(Failure) in
    let made = try WaitingResults.put(try required(result), event, priority: priority)
    key?.pointee = made
  }
}

/// Puts several waiting items, all or none.
@c @implementation
public func RtwqPutMultipleWaitingWorkItem(
  _ count: DWORD, _ events: UnsafePointer<HANDLE?>?, _ priority: LONG,
  _ results: UnsafePointer<UnsafeMutablePointer<IRtwqAsyncResult>?>?,
  _ keys: UnsafeMutablePointer<RTWQWORKITEM_KEY>?
) -> HRESULT {
  status { () throws(Failure) in
    guard let events, let results else { throw Failure(Status.pointer) }
    let waiting = UnsafeBufferPointer(start: results, count: Int(count)).compactMap { $0 }
    guard waiting.count == Int(count) else { throw Failure(Status.pointer) }
    let made = try WaitingResults.put(
      waiting, Array(UnsafeBufferPointer(start: events, count: Int(count))), priority: priority)
    keys?.update(from: made, count: made.count)
  }
}

/// Cancels several waiting items.
@c @implementation
public func RtwqCancelMultipleWaitingWorkItem(
  _ count: DWORD, _ keys: UnsafePointer<RTWQWORKITEM_KEY>?
) -> HRESULT {
  status { () throws(Failure) in
    guard let keys else { throw Failure(Status.pointer) }
    guard platformLife.isRunning else { throw Failure(Status.shutdown) }
    let found = try WaitingResults.cancel(
      Array(UnsafeBufferPointer(start: keys, count: Int(count))))
    guard !found.contains(false) else { throw Failure(Status.notFound) }
  }
}

/// Ties a descriptor to a queue.
@c @implementation
public func RtwqJoinWorkQueue(
  _ queue: DWORD, _ file: HANDLE?, _ cookie: UnsafeMutablePointer<HANDLE?>?
) -> HRESULT {
  status { () throws(Failure) in
    let place = try required(cookie)
    _ = try queueTable.queue(queue)
    guard let descriptor = Descriptor(file) else { throw Failure(Status.handle) }
    place.pointee = LibraryHandle.make(
      try joinedDescriptors.join(descriptor.number, to: queue))
  }
}

/// Ends that.
@c @implementation
public func RtwqUnjoinWorkQueue(_ queue: DWORD, _ cookie: HANDLE?) -> HRESULT {
  status { () throws(Failure) in
    guard joinedDescriptors.unjoin(try LibraryHandle.number(cookie), from: queue) else {
      throw Failure(Status.handle)
    }
  }
}
