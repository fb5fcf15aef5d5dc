// Control side.
import CRealtime
import Realtime
import WorkQueues

/// One pass of a file driver: what is read, performed and written, period by period.
///
/// Used by one thread at a time.
final class FileRun: @unchecked Sendable {
  let cycle: UnsafeMutablePointer<FileCycle>
  private let source: (any SampleSource)?
  private let sink: (any SampleSink)?
  private let format: StreamFormat
  /// Frames left to capture; nil while only the source knows.
  private var framesLeft: Int?
  private var tailLeft: Int
  private(set) var framesWritten = 0

  init(
    source: (any SampleSource)?, sink: (any SampleSink)?, format: StreamFormat,
    length: Int?, tailFrames: Int, callback: PeriodCallback, counters: DriverCounters
  ) {
    self.source = source
    self.sink = sink
    self.format = format
    framesLeft = source == nil ? length ?? 0 : length
    tailLeft = tailFrames
    let capture = PeriodBuffers.allocate(
      channelCount: format.captureChannels, capacity: format.periodFrames)
    let playback = PeriodBuffers.allocate(
      channelCount: format.playbackChannels, capacity: format.periodFrames)
    cycle = .allocate(capacity: 1)
    cycle.initialize(
      to: FileCycle(
        callback: callback, capture: capture, playback: playback,
        counters: CounterHandle(counters),
        period: rt_period(capture: capture, playback: playback, frames: format.periodFrames)))
  }

  deinit {
    cycle.pointee.capture.deallocate()
    cycle.pointee.playback.deallocate()
    cycle.deallocate()
  }

  var item: WorkItem { WorkItem(Self.performFunction, context: cycle) }

  private static let performFunction: rt_work = { context in
    guard let context else { return }
    FileCycle.perform(context.assumingMemoryBound(to: FileCycle.self))
  }

  /// Fills the capture buffers for the next period; false when there is none.
  func read() throws(DriverError) -> Bool {
    let captured = try readSource()
    let tail = min(tailLeft, format.periodFrames - captured)
    cycle.pointee.capture.clear(from: captured, to: format.periodFrames)
    tailLeft -= tail
    cycle.pointee.period.frames = UInt32(captured + tail)
    cycle.pointee.period.due_nanoseconds = Clock.now()
    return captured + tail > 0
  }

  private func readSource() throws(DriverError) -> Int {
    let wanted = min(framesLeft ?? .max, format.periodFrames)
    guard wanted > 0 else { return 0 }
    let buffers = cycle.pointee.capture
    let count = try source?.read(into: buffers.playback, frames: wanted) ?? wanted
    framesLeft = count < wanted ? 0 : framesLeft.map { $0 - count }
    return count
  }

  /// Hands on what the last period played.
  func write() throws(DriverError) {
    let frames = Int(cycle.pointee.period.frames)
    try sink?.write(cycle.pointee.playback.capture, frames: frames)
    framesWritten += frames
  }
}
