import Drivers
import Synchronization
import Testing
import WorkQueues

@Suite("File driver", .serialized) struct FileDriverTests {
  private let platform: WorkPlatform
  private let queue: WorkQueue
  private let log = PeriodLog()

  init() throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(named: "render", kind: .multithreaded(workers: 1))
  }

  @Test(arguments: [0, 1, 63, 64, 65, 128, 1_000])
  func playsExactlyAsManyFramesAsItCaptures(_ frames: Int) throws {
    let input = ramp(channels: 2, frames: frames)
    let sink = MemorySink(channelCount: 2)
    let driver = try FileDriver(
      StreamRequest(periodFrames: 64), source: MemorySource(input), sink: sink)
    var progress: [Int] = []
    let played = try driver.runToEnd(log.callback, on: queue) { progress.append($0) }
    #expect(played == frames)
    #expect(sink.samples == input)
    #expect(progress.count == (frames + 63) / 64)
    #expect(progress.last ?? 0 == frames)
    let entries = log.entries.withLock { $0 }
    #expect(entries.map(\.frames).reduce(0, +) == frames)
    #expect(entries.last?.frames ?? 64 == (frames % 64 == 0 ? 64 : frames % 64))
    #expect(entries.map(\.frameTime) == (0..<entries.count).map { UInt64($0 * 64) })
    platform.shutdown()
  }

  @Test(arguments: [(100, 28), (100, 1), (128, 200), (0, 5)])
  func addsATailOfSilence(_ frames: Int, _ tail: Int) throws {
    let input = ramp(channels: 1, frames: frames)
    let sink = MemorySink(channelCount: 1)
    let driver = try FileDriver(
      StreamRequest(periodFrames: 64), source: MemorySource(input), sink: sink, tailFrames: tail)
    #expect(try driver.runToEnd(log.callback, on: queue) == frames + tail)
    #expect(sink.samples == [input[0] + Array(repeating: 0, count: tail)])
    platform.shutdown()
  }

  @Test func lengthEndsALongSource() throws {
    let input = ramp(channels: 1, frames: 500)
    let sink = MemorySink(channelCount: 1)
    let driver = try FileDriver(
      StreamRequest(periodFrames: 64), source: MemorySource(input), sink: sink, length: 100)
    #expect(try driver.runToEnd(log.callback, on: queue) == 100)
    #expect(sink.samples[0] == Array(input[0].prefix(100)))
    platform.shutdown()
  }

  @Test func rendersWithoutASource() throws {
    let sink = MemorySink(channelCount: 2)
    let driver = try FileDriver(
      StreamRequest(periodFrames: 64), source: nil, sink: sink, length: 150)
    #expect(try driver.runToEnd(log.callback, on: queue) == 150)
    #expect(sink.samples.map(\.count) == [150, 150])
    platform.shutdown()
  }

  @Test func runsOnAWorkerOfTheQueue() throws {
    let input = ramp(channels: 2, frames: 777)
    let sink = MemorySink(channelCount: 2)
    let driver = try FileDriver(
      StreamRequest(periodFrames: 64), source: MemorySource(input), sink: sink)
    try driver.start(log.callback, on: queue)
    #expect(log.waits(for: (777 + 63) / 64))
    while !driver.hasEnded {}
    driver.stop()
    driver.stop()
    #expect(driver.failure == nil)
    #expect(sink.samples == input)
    platform.shutdown()
  }

  @Test func readErrorsEndTheRunAndReachTheCaller() throws {
    let source = MemorySource(ramp(channels: 1, frames: 1_000), failsAt: 128)
    let sink = MemorySink(channelCount: 1)
    let driver = try FileDriver(StreamRequest(periodFrames: 64), source: source, sink: sink)
    #expect(throws: DriverError(.failed, "cannot read")) {
      try driver.runToEnd(log.callback, on: queue)
    }
    #expect(sink.samples[0].count == 128)
    platform.shutdown()
  }

  @Test func writeErrorsOfAWorkerAreKept() throws {
    let source = MemorySource(ramp(channels: 1, frames: 1_000))
    let sink = MemorySink(channelCount: 1, limit: 200)
    let driver = try FileDriver(StreamRequest(periodFrames: 64), source: source, sink: sink)
    try driver.start(log.callback, on: queue)
    #expect(log.waits(for: 4))
    while !driver.hasEnded {}
    #expect(driver.failure == DriverError(.failed, "no space left on device"))
    #expect(sink.samples[0].count == 192)
    driver.stop()
    platform.shutdown()
  }

  @Test func refusesToRunForever() {
    let error = #expect(throws: DriverError.self) {
      try FileDriver(StreamRequest(), source: nil, sink: nil)
    }
    #expect(error?.code == .unsupported)
    platform.shutdown()
  }
}
