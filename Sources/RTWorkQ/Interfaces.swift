// Control side.
import CRTWorkQ

typealias ResultPointer = UnsafeMutablePointer<IRtwqAsyncResult>
typealias CallbackPointer = UnsafeMutablePointer<IRtwqAsyncCallback>
typealias UnknownPointer = UnsafeMutablePointer<IUnknown>

// Calls through the tables of objects, whoever made them.

extension UnsafeMutablePointer<IUnknown> {
  func addReference() { _ = pointee.lpVtbl.pointee.AddRef(self) }
  func release() { _ = pointee.lpVtbl.pointee.Release(self) }
}

extension UnsafeMutablePointer<IRtwqAsyncResult> {
  func addReference() { _ = pointee.lpVtbl.pointee.AddRef(self) }
  func release() { _ = pointee.lpVtbl.pointee.Release(self) }
  func setStatus(_ status: HRESULT) { _ = pointee.lpVtbl.pointee.SetStatus(self, status) }
  var uncountedState: UnknownPointer? { pointee.lpVtbl.pointee.GetStateNoAddRef(self) }

  /// The members every result begins with, the program's own too.
  var members: UnsafeMutablePointer<RTWQASYNCRESULT> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: RTWQASYNCRESULT.self)
  }

  var callback: CallbackPointer? { members.pointee.pCallback }

  /// The same object, as nothing more than one.
  var unknown: UnknownPointer {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: IUnknown.self)
  }
}

/// What a callback says about itself.
struct CallbackParameters {
  var flags: DWORD = 0
  var queue: DWORD = 0
}

extension UnsafeMutablePointer<IRtwqAsyncCallback> {
  func addReference() { _ = pointee.lpVtbl.pointee.AddRef(self) }
  func release() { _ = pointee.lpVtbl.pointee.Release(self) }
  func invoke(_ result: ResultPointer) { _ = pointee.lpVtbl.pointee.Invoke(self, result) }

  /// Its flags and its queue; none and the standard one when it does not say.
  var parameters: CallbackParameters {
    var parameters = CallbackParameters()
    let status = pointee.lpVtbl.pointee.GetParameters(self, &parameters.flags, &parameters.queue)
    return status < 0 ? CallbackParameters() : parameters
  }
}

extension UnsafeMutablePointer<IRtwqPlatformEvents> {
  func addReference() { _ = pointee.lpVtbl.pointee.AddRef(self) }
  func release() { _ = pointee.lpVtbl.pointee.Release(self) }
}
