// Control side.
import CRTWorkQ
import Glibc
import Synchronization

/// A result that the library made.
///
/// Lives at an address of its own and counts its references itself, as C programs expect it to.
struct ResultObject: ~Copyable {
  /// First, so that a pointer to the whole is a pointer to these.
  var members: RTWQASYNCRESULT
  let references = Atomic<ULONG>(1)
  var object: UnknownPointer?
  var state: UnknownPointer?
  /// What the library itself has to say with it: a reply, or the end of an operation.
  var attachment: AnyObject?

  /// Makes a result with one reference, which holds what it is given.
  ///
  /// Once there were as many as at any time before, allocates nothing. nil when there is no memory.
  static func make(
    object: UnknownPointer? = nil, callback: CallbackPointer?, state: UnknownPointer? = nil,
    attachment: AnyObject? = nil
  ) -> ResultPointer {
    let memory = resultCache.take()
    let own = memory.bindMemory(to: ResultObject.self, capacity: 1)
    var members = RTWQASYNCRESULT()
    members.AsyncResult.lpVtbl = table
    members.pCallback = callback
    own.initialize(
      to: ResultObject(members: members, object: object, state: state, attachment: attachment))
    object?.addReference()
    callback?.addReference()
    state?.addReference()
    return memory.assumingMemoryBound(to: IRtwqAsyncResult.self)
  }

  /// The library's own result behind a pointer; nil for one of the program's.
  static func own(_ result: ResultPointer) -> UnsafeMutablePointer<ResultObject>? {
    result.pointee.lpVtbl == table ? assumingOwn(result) : nil
  }

  static func assumingOwn(_ result: ResultPointer) -> UnsafeMutablePointer<ResultObject> {
    UnsafeMutableRawPointer(result).assumingMemoryBound(to: ResultObject.self)
  }

  /// Lets go of everything after the last reference.
  static func end(_ own: UnsafeMutablePointer<ResultObject>) {
    let callback = own.pointee.members.pCallback
    let (object, state) = (own.pointee.object, own.pointee.state)
    let descriptor = Descriptor(own.pointee.members.hEvent)
    own.deinitialize(count: 1)
    resultCache.giveBack(UnsafeMutableRawPointer(own))
    if let descriptor { close(descriptor.number) }
    callback?.release()
    object?.release()
    state?.release()
  }
}
