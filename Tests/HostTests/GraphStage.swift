import CRealtime
import Graph
import PluginSandbox
import SoundFiles
import WorkQueues

@testable import Host

/// A session's graph that the test's thread runs period by period, without a driver or fades.
final class GraphStage {
  let live: LiveGraph
  private let platform: WorkPlatform
  private let queue: WorkQueue
  private var frameTime: UInt64 = 0
  /// What background work had to tell.
  private(set) var lines: [String] = []

  init(_ fixture: HostFixture, _ text: String, rate: Int, maximumFrames: Int) throws {
    let (session, loader) = try fixture.session(text)
    live = try LiveGraph(
      session,
      factory: NodeFactory(
        loader: loader, sandboxes: SandboxPool(isRealtime: false), rate: rate,
        maximumFrames: maximumFrames))
    platform = try WorkPlatform()
    queue = try platform.makeQueue(named: "stage", kind: .multithreaded(workers: 0))
  }

  deinit { platform.shutdown() }

  /// Runs one period and gives what is played.
  func play(_ capture: [[Float]] = [], frames: Int, channels: Int = 1) -> [[Float]] {
    let captured = capture.map { buffer(of: $0) }
    let played = (0..<channels).map { _ in buffer(of: [Float](repeating: .nan, count: frames)) }
    defer { (captured + played).forEach { $0.deallocate() } }
    let capturePointers: [UnsafePointer<Float>?] = captured.map { UnsafePointer($0) }
    let playbackPointers: [UnsafeMutablePointer<Float>?] = played
    capturePointers.withUnsafeBufferPointer { capture in
      playbackPointers.withUnsafeBufferPointer { playback in
        var period = rt_period(
          capture: capture.baseAddress, playback: playback.baseAddress,
          capture_count: UInt32(capture.count), playback_count: UInt32(channels),
          frames: UInt32(frames), frame_time: frameTime, due_nanoseconds: 0,
          asked_nanoseconds: 0, deadline_nanoseconds: 0, ticket: 0, events: nil)
        _ = live.player.handle.run(&period, queue: queue.handle, workers: 1)
      }
    }
    frameTime += UInt64(frames)
    return played.map { Array(UnsafeBufferPointer(start: $0, count: frames)) }
  }

  /// Runs periods of one channel each way; background work has its turn after each.
  func play(through signal: [Float], period: Int) throws -> [Float] {
    var played: [Float] = []
    for start in stride(from: 0, to: signal.count, by: period) {
      let frames = min(period, signal.count - start)
      played += play([Array(signal[start..<start + frames])], frames: frames)[0]
      try tend()
    }
    return played
  }

  /// Gives background work its turn, and what has ended its last.
  func tend() throws {
    live.advance()
    for work in live.takeEnding() { _ = try work.finish { lines.append($0) } }
    for work in live.work { try work.perform { lines.append($0) } }
  }

  /// Completes what is recorded and measured.
  func end() throws {
    for work in live.takeEnding() + live.work { _ = try work.finish { lines.append($0) } }
  }

  private func buffer(of samples: [Float]) -> UnsafeMutablePointer<Float> {
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, samples.count))
    buffer.initialize(from: samples, count: samples.count)
    return buffer
  }
}
