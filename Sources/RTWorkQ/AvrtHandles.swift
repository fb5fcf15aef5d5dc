// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

/// Objects by their handles.
///
/// A handle is a number no pointer and no descriptor has, and never used again: whatever a program
/// passes, nothing is followed.
struct AvrtHandles<Object: AnyObject & Sendable>: ~Copyable, Sendable {
  private let state = Mutex(State())

  private struct State {
    var objects: [UInt: Object] = [:]
    var last: UInt = 0xFFFF_0000_0000_0000
  }

  /// Makes a handle, and forgets objects that are of no use any more.
  borrowing func add(_ object: Object, forgetting isUseless: (Object) -> Bool) -> HANDLE? {
    let (handle, useless) = state.withLock { state in
      let useless = state.objects.filter { isUseless($0.value) }
      for key in useless.keys { state.objects[key] = nil }
      state.last += 8
      state.objects[state.last] = object
      return (HANDLE(bitPattern: state.last), useless)
    }
    // They are let go of outside the lock.
    withExtendedLifetime(useless) {}
    return handle
  }

  borrowing func object(_ handle: HANDLE?) -> Object? {
    state.withLock { $0.objects[UInt(bitPattern: handle)] }
  }

  /// Makes a handle worthless.
  borrowing func remove(_ handle: HANDLE?) {
    let removed = state.withLock { $0.objects.removeValue(forKey: UInt(bitPattern: handle)) }
    withExtendedLifetime(removed) {}
  }
}
