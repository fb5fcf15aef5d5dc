// Control side.
import Realtime
import WorkQueues

/// The one cache of memory for results.
let resultCache = ResultCache()

/// Memory of results that were released, for the next ones.
///
/// What is in it keeps its hold on the platform, as Windows' does: the holds of results stay as
/// many as there were at once, until a shutdown.
struct ResultCache: ~Copyable, @unchecked Sendable {
  private let free = BoundedRing<UnsafeMutableRawPointer>(minimumCapacity: 4096)

  /// Takes memory for one result, which holds the platform from now on.
  borrowing func take() -> UnsafeMutableRawPointer {
    if let memory = free.take() { return memory }
    platformLife.shared.resultCreated()
    return .allocate(
      byteCount: MemoryLayout<ResultObject>.size, alignment: MemoryLayout<ResultObject>.alignment)
  }

  /// Keeps the memory of a result while the platform runs.
  borrowing func giveBack(_ memory: UnsafeMutableRawPointer) {
    guard platformLife.isRunning, free.put(memory) else { return discard(memory) }
    // The platform may have shut down, and the cache been emptied, in between.
    if !platformLife.isRunning { empty() }
  }

  /// Gives all memory back, and the holds with it.
  borrowing func empty() {
    while let memory = free.take() { discard(memory) }
  }

  private borrowing func discard(_ memory: UnsafeMutableRawPointer) {
    memory.deallocate()
    platformLife.shared.resultReleased()
  }
}
