// Control side.
import CRTWorkQ
import Synchronization

/// Who is told of the platform's start and end.
let platformListeners = PlatformListeners()

/// The registered listeners, each of which is held.
struct PlatformListeners: ~Copyable, Sendable {
  typealias Pointer = UnsafeMutablePointer<IRtwqPlatformEvents>
  typealias Method = @convention(c) (Pointer?) -> HRESULT

  private let listeners = Mutex<[Listener]>([])

  private struct Listener: @unchecked Sendable {
    let pointer: Pointer
  }

  borrowing func add(_ pointer: Pointer) {
    pointer.addReference()
    listeners.withLock { $0.append(Listener(pointer: pointer)) }
  }

  /// Forgets a listener; false when it was not there.
  borrowing func remove(_ pointer: Pointer) -> Bool {
    let found = listeners.withLock { listeners in
      let index = listeners.firstIndex { $0.pointer == pointer }
      return index.map { listeners.remove(at: $0) } != nil
    }
    if found { pointer.release() }
    return found
  }

  /// Calls one method of every listener, in the order they came.
  borrowing func tell(_ method: (IRtwqPlatformEventsVtbl) -> Method?) {
    let all = listeners.withLock { listeners in
      for listener in listeners { listener.pointer.addReference() }
      return listeners
    }
    for listener in all {
      _ = method(listener.pointer.pointee.lpVtbl.pointee)?(listener.pointer)
      listener.pointer.release()
    }
  }
}
