// Control side.
public import CRTWorkQ

/// Makes a result: what is put on a queue.
@c @implementation
public func RtwqCreateAsyncResult(
  _ object: UnsafeMutablePointer<IUnknown>?, _ callback: UnsafeMutablePointer<IRtwqAsyncCallback>?,
  _ state: UnsafeMutablePointer<IUnknown>?,
  _ result: UnsafeMutablePointer<UnsafeMutablePointer<IRtwqAsyncResult>?>?
) -> HRESULT {
  guard let result else { return Status.pointer }
  result.pointee = ResultObject.make(object: object, callback: callback, state: state)
  return Status.ok
}

/// Puts a result on the queue that its callback names, or gives a reply.
@c @implementation
public func RtwqInvokeCallback(_ result: UnsafeMutablePointer<IRtwqAsyncResult>?) -> HRESULT {
  guard let result else { return Status.pointer }
  // Also while the platform shuts down, which waits for it.
  if let reply = Reply.of(result) { return reply.give() ? Status.ok : Status.unexpected }
  guard platformLife.isRunning else { return Status.shutdown }
  return Dispatch.invoke(result)
}

/// Puts a result on a queue.
@c @implementation
public func RtwqPutWorkItem(
  _ queue: DWORD, _ priority: LONG, _ result: UnsafeMutablePointer<IRtwqAsyncResult>?
) -> HRESULT {
  guard let result else { return Status.pointer }
  guard platformLife.isRunning else { return Status.shutdown }
  return Dispatch.put(result, on: queue, priority: priority)
}
