// Control side.
import Synchronization

extension StepTrace {
  /// What is read of it.
  struct Reading {
    let part: UInt64
    let begin: UInt64
    let end: UInt64
    let threadID: Int32
  }

  /// What it holds; nil when it is being written, or was never.
  borrowing func read() -> Reading? {
    let number = part.load(ordering: .acquiring)
    let reading = Reading(
      part: number, begin: begin.load(ordering: .relaxed), end: end.load(ordering: .relaxed),
      threadID: threadID.load(ordering: .relaxed))
    atomicMemoryFence(ordering: .acquiring)
    return number != 0 && part.load(ordering: .relaxed) == number ? reading : nil
  }
}
