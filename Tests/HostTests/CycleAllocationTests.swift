import CRealtime
import Drivers
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  @Suite("Allocations in the cycle", .serialized) struct CycleAllocationTests {
    private static let busy = """
      device: {capture: 2, playback: 2, rate: 192000, period: 64}
      queue: {workers: 2}
      nodes:
        - {name: beep, builtin: tone, frequency: 440}
        - {name: left, builtin: gain, channels: 1, parameters: {gain: -3}}
        - {name: right, builtin: gain, channels: 1, parameters: {gain: -3}}
        - {name: mix, builtin: mixer, inputs: 2}
        - {name: tape, builtin: recorder, file: tape.wav}
      chain: [mix, tape, playback]
      connections:
        - beep:out_1 -> left:in_1
        - beep:out_1 -> right:in_1
        - left:out_1 -> mix:in_1_1
        - right:out_1 -> mix:in_2_2
      """

    @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has its own heap"))
    func noneInTenThousandPeriodsOnTheClock() async throws {
      try await withHostFixture { fixture in
        let counter = MallocCounter()
        let clock = try ClockDriver(
          StreamRequest(rate: 192_000, periodFrames: 64, captureChannels: 2, playbackChannels: 2))
        let driver = CountingDriver(clock, counter: counter)
        let host = try fixture.host(Self.busy, driver: driver)
        try host.start()
        // The helper worker counts too; whichever worker takes the item counts into one counter.
        try host.queues.audio.put(WorkItem(MallocCounter.startThread, context: counter.context))
        #expect(await eventually(timeout: .seconds(60)) { driver.periods > 10_000 })
        #expect(counter.allocations == 0)
        #expect(counter.frees == 0)
        host.requestStop()
        #expect(await eventually { host.hasFaded })
        host.end()
      }
    }
  }
}

/// A driver whose thread counts its allocations from its first period on.
private final class CountingDriver: Driver, @unchecked Sendable {
  private let inner: any Driver
  private let core: UnsafeMutablePointer<Core>

  struct Core: ~Copyable {
    let counterContext: UnsafeMutableRawPointer
    var callback: PeriodCallback?
    let periods = Atomic<Int>(0)
  }

  init(_ inner: any Driver, counter: MallocCounter) {
    self.inner = inner
    core = .allocate(capacity: 1)
    core.initialize(to: Core(counterContext: counter.context, callback: nil))
  }

  deinit {
    core.deinitialize(count: 1)
    core.deallocate()
  }

  var periods: Int { core.pointee.periods.load(ordering: .relaxed) }
  var name: String { inner.name }
  var device: String { inner.device }
  var format: StreamFormat { inner.format }
  var adjustments: [String] { inner.adjustments }
  var playbackLatencyFrames: Int { inner.playbackLatencyFrames }
  var counters: DriverCounters { inner.counters }

  func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    core.pointee.callback = callback
    try inner.start(
      PeriodCallback(
        function: { context, period in
          guard let core = context?.assumingMemoryBound(to: Core.self) else { return }
          MallocCounter.startThread(core.pointee.counterContext)
          core.pointee.callback?.function(core.pointee.callback?.context, period)
          MallocCounter.stopThread(nil)
          core.pointee.periods.wrappingAdd(1, ordering: .relaxed)
        }, context: core), on: queue, budget: budget)
  }

  func stop() { inner.stop() }
}
