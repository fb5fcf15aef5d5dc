// Control side.
public import CRTWorkQ
import WorkQueues

/// Starts the platform, or counts one more start of it.
@c @implementation
public func RtwqStartup() -> HRESULT {
  status { () throws(Failure) in try platformLife.start() }
}

/// Counts one start less; at none left the platform shuts down.
///
/// `RTWQ_E_UNEXPECTED` from an item: it would wait for itself.
@c @implementation
public func RtwqShutdown() -> HRESULT {
  status { () throws(Failure) in try platformLife.shutdown() }
}

/// Holds the platform.
@c @implementation
public func RtwqLockPlatform() -> HRESULT {
  platformLife.shared.lock()
  return Status.ok
}

/// Lets go of one hold.
@c @implementation
public func RtwqUnlockPlatform() -> HRESULT {
  platformLife.shared.unlock()
  return Status.ok
}

/// Tells a listener of each startup and shutdown.
@c @implementation
public func RtwqRegisterPlatformEvents(
  _ events: UnsafeMutablePointer<IRtwqPlatformEvents>?
) -> HRESULT {
  status { () throws(Failure) in platformListeners.add(try required(events)) }
}

/// Tells it no more.
@c @implementation
public func RtwqUnregisterPlatformEvents(
  _ events: UnsafeMutablePointer<IRtwqPlatformEvents>?
) -> HRESULT {
  status { () throws(Failure) in
    guard platformListeners.remove(try required(events)) else { throw Failure(Status.notFound) }
  }
}
