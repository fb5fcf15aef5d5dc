// Control side.
public import CRTWorkQ

/// Puts a result later, `-timeout` milliseconds from now.
@c @implementation
public func RtwqScheduleWorkItem(
  _ result: UnsafeMutablePointer<IRtwqAsyncResult>?, _ timeout: INT64,
  _ key: UnsafeMutablePointer<RTWQWORKITEM_KEY>?
) -> HRESULT {
  status { () throws(Failure) in
    let result = try required(result)
    guard timeout <= 0, result.callback != nil else { throw Failure(Status.invalidArgument) }
    _ = try platformLife.platform()
    let (delay, isTooLong) = timeout.multipliedReportingOverflow(by: -1_000_000)
    let number = try scheduledItems.add(result, delayNanoseconds: isTooLong ? .max : delay)
    key?.pointee = ItemKeys.scheduled | UInt64(number)
  }
}

/// Cancels a scheduled or a waiting item.
@c @implementation
public func RtwqCancelWorkItem(_ key: RTWQWORKITEM_KEY) -> HRESULT {
  status { () throws(Failure) in
    guard platformLife.isRunning else { throw Failure(Status.shutdown) }
    let isCancelled =
      switch ItemKeys.kind(key) {
      case ItemKeys.scheduled: scheduledItems.cancel(ItemKeys.number(key))
      case ItemKeys.waiting: try WaitingResults.cancel([key])[0]
      default: false
      }
    guard isCancelled else { throw Failure(Status.notFound) }
  }
}

/// Calls a function every 10 ms.
@c @implementation
public func RtwqAddPeriodicCallback(
  _ callback: RTWQPERIODICCALLBACK?, _ context: UnsafeMutablePointer<IUnknown>?,
  _ key: UnsafeMutablePointer<DWORD>?
) -> HRESULT {
  status { () throws(Failure) in
    guard let callback else { throw Failure(Status.pointer) }
    let number = try periodicCallbacks.add(callback, context)
    key?.pointee = number
  }
}

/// Calls it no more.
@c @implementation
public func RtwqRemovePeriodicCallback(_ key: DWORD) -> HRESULT {
  status { () throws(Failure) in
    guard platformLife.isRunning else { throw Failure(Status.shutdown) }
    guard periodicCallbacks.remove(key) else { throw Failure(Status.notFound) }
  }
}
