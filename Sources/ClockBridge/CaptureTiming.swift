// Code and data used in the cycle.
import Synchronization

/// Where the capture clock stood when frames came last, as one thread tells another.
struct CaptureMoment: BitwiseCopyable {
  /// Counts the breaks in what is captured: frames before and after one do not belong together.
  var epoch = 0
  /// The first frame after the last break.
  var epochBegin = 0
  /// Frames written so far.
  var frames = 0
  /// When the last of them was captured, filtered.
  var nanoseconds: Int64 = 0
  /// Of the filtered clock.
  var nanosecondsPerFrame = 0.0

  @_noLocks
  init() {}

  /// How many frames are captured at a time, by the filtered clock.
  @_noLocks
  func frames(at time: Int64) -> Double {
    Double(frames) + Double(time - nanoseconds) / nanosecondsPerFrame
  }
}

/// The present moment of the capture clock: one writer, one reader, and neither waits.
///
/// The count is odd while the writer is at it; a reader that meets it keeps what it had.
struct CaptureTiming: ~Copyable {
  private let count = Atomic<UInt64>(0)
  private let epoch = Atomic<Int>(0)
  private let epochBegin = Atomic<Int>(0)
  private let frames = Atomic<Int>(0)
  private let nanoseconds = Atomic<Int64>(0)
  private let nanosecondsPerFrame = Atomic<UInt64>(0)

  @_noLocks
  init() {}

  /// Tells a moment.
  ///
  /// Thread: the writer's.
  @_noLocks
  borrowing func store(_ moment: CaptureMoment) {
    let before = count.load(ordering: .relaxed)
    count.store(before &+ 1, ordering: .relaxed)
    atomicMemoryFence(ordering: .releasing)
    epoch.store(moment.epoch, ordering: .relaxed)
    epochBegin.store(moment.epochBegin, ordering: .relaxed)
    frames.store(moment.frames, ordering: .relaxed)
    nanoseconds.store(moment.nanoseconds, ordering: .relaxed)
    nanosecondsPerFrame.store(moment.nanosecondsPerFrame.bitPattern, ordering: .relaxed)
    count.store(before &+ 2, ordering: .releasing)
  }

  /// Takes the moment told last; leaves `moment` as it is when none was, or the writer is at it.
  ///
  /// Thread: the reader's.
  @_noLocks
  borrowing func load(into moment: inout CaptureMoment) {
    let before = count.load(ordering: .acquiring)
    guard before != 0, before & 1 == 0 else { return }
    var read = CaptureMoment()
    read.epoch = epoch.load(ordering: .relaxed)
    read.epochBegin = epochBegin.load(ordering: .relaxed)
    read.frames = frames.load(ordering: .relaxed)
    read.nanoseconds = nanoseconds.load(ordering: .relaxed)
    read.nanosecondsPerFrame = Double(bitPattern: nanosecondsPerFrame.load(ordering: .relaxed))
    atomicMemoryFence(ordering: .acquiring)
    if count.load(ordering: .relaxed) == before { moment = read }
  }
}
