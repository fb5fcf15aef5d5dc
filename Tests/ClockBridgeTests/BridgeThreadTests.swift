import ClockBridge
import Foundation
import TestSupport
import Testing

/// What a bridge does to the heap, and with two threads at it.
@Suite("Clock bridge, threads", .serialized) struct BridgeThreadTests {
  private static let format = ClockBridgeFormat(
    channelCount: 2, captureRate: 44_100, capturePeriodFrames: 128, playbackRate: 48_000,
    playbackPeriodFrames: 256)

  /// Planar memory for two channels.
  private final class Planes {
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: 512)
    let channels = UnsafeMutablePointer<UnsafeMutablePointer<Float>?>.allocate(capacity: 2)

    init() {
      samples.initialize(repeating: 0.25, count: 512)
      channels.initialize(to: samples)
      (channels + 1).initialize(to: samples + 256)
    }

    deinit {
      samples.deallocate()
      channels.deallocate()
    }

    var captured: UnsafePointer<UnsafePointer<Float>?> {
      UnsafeRawPointer(channels).assumingMemoryBound(to: UnsafePointer<Float>?.self)
    }
    var played: UnsafePointer<UnsafeMutablePointer<Float>?> { UnsafePointer(channels) }
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "the sanitizer owns the heap"))
  func neverTouchesTheHeap() throws {
    let bridge = try ClockBridge.make(Self.format)
    defer { bridge.destroy() }
    let planes = Planes()
    var captured = 0
    var played = 0
    func run(_ periods: Int, capturing: Bool = true) {
      for _ in 0..<periods {
        played += 1
        let now = played * 256 * 1_000_000_000 / 48_000
        while capturing, captured * 128 * 1_000_000_000 / 44_100 < now {
          captured += 1
          let time = Int64(captured * 128 * 1_000_000_000 / 44_100)
          bridge.write(planes.captured, frames: 128, at: time)
        }
        bridge.read(into: planes.played, frames: 256, at: Int64(now))
      }
    }
    run(100)
    #expect(bridge.reading.state == .locked)
    let calls = MallocCounter.count {
      run(1_000)
      run(200, capturing: false)
      bridge.interruptCapture()
      bridge.interruptPlayback()
      run(1_000)
    }
    #expect(calls == 0)
    #expect(bridge.reading.state == .locked)
  }

  /// Every frame captured has one value in both channels, and so must every frame that is read.
  @Test func keepsFramesWholeBetweenTwoThreads() async throws {
    let bridge = try ClockBridge.make(Self.format)
    let isDone = Locked(false)
    let writer = Thread {
      let planes = Planes()
      while !isDone.withLock({ $0 }) {
        planes.samples.update(repeating: Float.random(in: -1...1), count: 512)
        bridge.write(
          planes.captured, frames: 128,
          at: Int64(ProcessInfo.processInfo.systemUptime * 1_000_000_000))
        usleep(2_900)
      }
      isDone.withLock { $0 = false }
    }
    writer.start()
    let planes = Planes()
    var differences = 0
    for _ in 0..<200 {
      bridge.read(
        into: planes.played, frames: 256,
        at: Int64(ProcessInfo.processInfo.systemUptime * 1_000_000_000))
      differences += (0..<256).count { planes.samples[$0] != planes.samples[256 + $0] }
      usleep(5_333)
    }
    isDone.withLock { $0 = true }
    #expect(await eventually { !isDone.withLock { $0 } })
    #expect(differences == 0)
    bridge.destroy()
  }

  @Test func refusesWhatNoResamplerCanDo() {
    var format = Self.format
    format.channelCount = 200
    let error = #expect(throws: ClockBridgeError.self) { try ClockBridge.make(format) }
    #expect(error?.description == "200 channels of another clock: choose 1 to 128")
    format = Self.format
    format.captureRate = 100
    format.playbackRate = 192_000
    #expect(throws: ClockBridgeError.self) { try ClockBridge.make(format) }
  }

  @Test func statesALatencyThatHoldsBothPeriods() throws {
    let bridge = try ClockBridge.make(Self.format)
    defer { bridge.destroy() }
    #expect(bridge.latencyFrames > 256 + 128 + 96)
    #expect(bridge.latencyFrames < 4 * 256)
    #expect(bridge.latencyToleranceFrames == 24)
  }
}
