// Control side.
import Glibc
import Realtime
import Synchronization

/// The threads that do what may take its time, for callers that must not wait.
let controlThreads = ControlThreads()

/// Threads at normal priority, one for each thing to do.
struct ControlThreads: ~Copyable, Sendable {
  private let running = Atomic<Int>(0)

  private final class Errand: Sendable {
    let perform: @Sendable () -> Void
    init(_ perform: @escaping @Sendable () -> Void) { self.perform = perform }
  }

  /// Performs `body` on a thread of its own; false when the system has none to give.
  borrowing func perform(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // Not at the priority of the worker that may be asking.
    pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
    running.wrappingAdd(1, ordering: .relaxed)
    let errand = Unmanaged.passRetained(Errand(body))
    var thread = pthread_t()
    let error = pthread_create(&thread, &attributes, ControlThreads.run, errand.toOpaque())
    guard error == 0 else {
      errand.release()
      running.wrappingSubtract(1, ordering: .releasing)
      return false
    }
    return true
  }

  private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let context = $0 else { return nil }
    Unmanaged<Errand>.fromOpaque(context).takeRetainedValue().perform()
    controlThreads.running.wrappingSubtract(1, ordering: .releasing)
    return nil
  }

  /// Waits until all is done.
  borrowing func wait() {
    while running.load(ordering: .acquiring) > 0 { pauseShortly() }
  }
}

/// Lets some time pass before another look at what others are about to do.
func pauseShortly() { usleep(50) }
