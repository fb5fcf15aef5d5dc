import CTelemetry
import Testing

@testable import Telemetry

@Suite("Frames in the page") struct FrameLayoutTests {
  /// Encodes a frame, lets `change` spoil it, and decodes it.
  private func roundTrip(
    _ frame: TelemetryFrame, change: (UnsafeMutablePointer<telemetry_payload>) -> Void = { _ in }
  ) -> TelemetryFrame {
    let payload = UnsafeMutablePointer<telemetry_payload>.allocate(capacity: 1)
    defer { payload.deallocate() }
    UnsafeMutableRawBufferPointer(start: payload, count: MemoryLayout<telemetry_payload>.size)
      .initializeMemory(as: UInt8.self, repeating: 0xFF)
    frame.encode(into: payload)
    change(payload)
    return TelemetryFrame(processID: frame.processID, payload: payload)
  }

  @Test(arguments: [0, 1, 12345])
  func keepsEveryField(number: Int) {
    let frame = TelemetryFrame.sample(number)
    #expect(roundTrip(frame) == frame)
  }

  @Test func keepsEmptyFrame() {
    #expect(roundTrip(TelemetryFrame()) == TelemetryFrame())
  }

  @Test func keepsExtremes() {
    var frame = TelemetryFrame.sample(1)
    frame.scheduledItems = .max
    frame.driver.rate = .min
    frame.driver.xruns = .max
    frame.load.now = .infinity
    frame.load.highest = -.greatestFiniteMagnitude
    frame.queues[0].wait.maximumNanoseconds = .max
    frame.levels[0].peak = .infinity
    #expect(roundTrip(frame) == frame)
  }

  @Test func countsWhatDoesNotFit() {
    let frame = TelemetryFrame.sample(0, entries: 300)
    let read = roundTrip(frame)
    #expect(read.queues == Array(frame.queues.prefix(32)))
    #expect(read.workers == Array(frame.workers.prefix(64)))
    #expect(read.nodes == Array(frame.nodes.prefix(256)))
    #expect(read.troubles == Array(frame.troubles.prefix(32)))
    #expect(read.levels == Array(frame.levels.prefix(64)))
    #expect(read.leftOut.queues == 268)
    #expect(read.leftOut.workers == 236)
    #expect(read.leftOut.nodes == 44)
    #expect(read.leftOut.troubles == 268)
    #expect(read.leftOut.levels == 236)
    #expect(read.leftOut.meters == 268)
  }

  @Test func keepsNewestEventsAndHistory() {
    let frame = TelemetryFrame.sample(0, entries: 300)
    let read = roundTrip(frame)
    #expect(read.events == Array(frame.events.suffix(32)))
    #expect(read.leftOut.events == 268)
    #expect(read.load.history == Array(frame.load.history.suffix(120)))
    #expect(read.causes.map(\.number) == frame.causes.suffix(16).map(\.number))
    #expect(read.causes[0].spans == Array(frame.causes[284].spans.prefix(24)))
    #expect(read.timer.next == Array(frame.timer.next.prefix(16)))
  }

  @Test func addsToWhatWasLeftOutBefore() {
    var frame = TelemetryFrame.sample(0, entries: 300)
    frame.leftOut.nodes = 6
    #expect(roundTrip(frame).leftOut.nodes == 50)
    frame.leftOut.nodes = -6
    #expect(roundTrip(frame).leftOut.nodes == 44)
  }

  @Test func clampsCountsBeyondTheMaxima() {
    let read = roundTrip(.sample(1)) { payload in
      let hostile = telemetry_count(stored: .max, left_out: .max)
      payload.pointee.history_count = hostile
      payload.pointee.queue_count = hostile
      payload.pointee.worker_count = hostile
      payload.pointee.node_count = hostile
      payload.pointee.trouble_count = hostile
      payload.pointee.level_count = hostile
      payload.pointee.meter_count = hostile
      payload.pointee.event_count = hostile
      payload.pointee.cause_count = hostile
      payload.pointee.loudness_count = hostile
      payload.pointee.timer.next_count = hostile
      telemetry_workers(payload).pointee.lane_count = hostile
      telemetry_causes(payload).pointee.span_count = hostile
    }
    #expect(read.load.history.count == 120)
    #expect(read.queues.count == 32)
    #expect(read.workers.count == 64)
    #expect(read.nodes.count == 256)
    #expect(read.troubles.count == 32)
    #expect(read.levels.count == 64)
    #expect(read.meters.count == 32)
    #expect(read.events.count == 32)
    #expect(read.causes.count == 16)
    #expect(read.loudness != nil)
    #expect(read.timer.next.count == 16)
    #expect(read.workers[0].lane.count == 16)
    #expect(read.causes[0].spans.count == 24)
    #expect(read.leftOut.events == Int(UInt32.max))
  }

  @Test func readsTextsWithoutEnd() {
    let read = roundTrip(.sample(1)) { payload in
      withUnsafeMutableBytes(of: &payload.pointee.session) {
        _ = $0.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "x"))
      }
    }
    #expect(read.session == String(repeating: "x", count: 64))
  }

  @Test func shortCountsOfPrioritiesAreFilledUp() {
    var frame = TelemetryFrame.sample(1)
    frame.queues[0].performed = [5]
    frame.queues[0].depths = []
    let queue = roundTrip(frame).queues[0]
    #expect(queue.performed == [5, 0, 0])
    #expect(queue.depths == [0, 0, 0])
  }
}
