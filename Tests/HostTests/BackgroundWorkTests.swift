import CRealtime
import Foundation
import Signal
import SoundFiles
import Telemetry
import TestSupport
import Testing

@testable import Host

@Suite("BackgroundWork", .serialized) struct BackgroundWorkTests {
  @Test func lossesAreToldOnceASecond() {
    var report = LossReport()
    #expect(report.take(0, now: 0) == nil)
    #expect(report.take(10, now: 0) == 10)
    #expect(report.take(20, now: 999_999_999) == nil)
    #expect(report.take(25, now: 1_000_000_000) == 15)
    #expect(report.take(25, now: 9_000_000_000) == nil)
    #expect(report.take(26, now: 9_000_000_000) == 1)
    #expect(report.take(27, isLast: true, now: 9_000_000_001) == 1)
    #expect(report.take(27, isLast: true, now: 9_000_000_002) == nil)
  }

  /// A work whose step waits until it may go on.
  private final class Stuck: BackgroundWork, @unchecked Sendable {
    let isStuck = DispatchSemaphore(value: 0)
    let mayGoOn = DispatchSemaphore(value: 0)
    let steps = Locked(0)
    let ends = Locked(0)

    override func step(_ tell: (String) -> Void) -> Bool {
      steps.withLock { $0 += 1 }
      isStuck.signal()
      mayGoOn.wait()
      return false
    }

    override func complete(_ tell: (String) -> Void) { ends.withLock { $0 += 1 } }
  }

  @Test func aTurnThatHangsIsPassedOver() throws {
    let work = Stuck(label: "stuck")
    let hanging = Thread { _ = try? work.perform { _ in } }
    hanging.start()
    work.isStuck.wait()
    try work.perform { _ in }
    try work.perform { _ in }
    #expect(work.steps.withLock { $0 } == 1)
    work.mayGoOn.signal()
    #expect(try work.finish { _ in })
    #expect(try !work.finish { _ in })
    try work.perform { _ in }
    #expect(work.steps.withLock { $0 } == 1)
    #expect(work.ends.withLock { $0 } == 1)
  }

  /// Calls a processor for one block, and gives the first output.
  private func run(_ processor: any Processor, inputs: [[Float]] = [], frames: Int) -> [Float] {
    let sources = inputs.map { samples in
      let copy = UnsafeMutablePointer<Float>.allocate(capacity: frames)
      copy.initialize(from: samples, count: frames)
      return copy
    }
    let outputs = processor.outputs.map { _ in
      let output = UnsafeMutablePointer<Float>.allocate(capacity: frames)
      output.initialize(repeating: 0, count: frames)
      return output
    }
    defer { (sources + outputs).forEach { $0.deallocate() } }
    let sourcePointers: [UnsafePointer<Float>?] = sources.map { UnsafePointer($0) }
    let outputPointers: [UnsafeMutablePointer<Float>?] = outputs
    sourcePointers.withUnsafeBufferPointer { inputs in
      outputPointers.withUnsafeBufferPointer { outputs in
        var block = rt_block(
          inputs: inputs.baseAddress, outputs: outputs.baseAddress,
          input_count: UInt32(inputs.count), output_count: UInt32(outputs.count),
          frames: UInt32(frames), frame_time: 0, events: nil)
        processor.process(processor.context, &block)
      }
    }
    return Array(UnsafeBufferPointer(start: outputs.first, count: outputs.isEmpty ? 0 : frames))
  }

  @Test func aDiskThatDoesNotKeepUpIsTold() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("a.wav", channels: 1, frames: 300_000)
      let playback = FilePlayback(
        try SoundFileStream(path: fixture.path("a.wav")), maximumFrames: 64)
      let player = FilePlayerProcessor(playback.stream, rate: 48_000)
      let work = FilePlaybackWork(label: "deck", playback)
      let ahead = playback.stream.written
      var events: [String] = []
      _ = run(player, frames: ahead - 1000)
      while try work.perform({ events.append($0) }) {}
      #expect(events.isEmpty)
      _ = run(player, frames: ahead + 1000)
      while try work.perform({ events.append($0) }) {}
      // A thousand were missing, and before them a fade of 240, which begins at full level.
      #expect(events == ["deck: the disk did not keep up: 1239 frames of silence"])
      #expect(run(player, frames: 1000).contains { $0 != 0 })
    }
  }

  @Test func aFileThatIsCutIsToldAndCounted() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("a.wav", channels: 1, frames: 300_000)
      let playback = FilePlayback(
        try SoundFileStream(path: fixture.path("a.wav")), maximumFrames: 64)
      let player = FilePlayerProcessor(playback.stream, rate: 48_000)
      let work = FilePlaybackWork(label: "deck", playback)
      truncate(fixture.path("a.wav"), 4 * 140_000)
      var events: [String] = []
      for _ in 0..<40 {
        _ = run(player, frames: 8192)
        try work.perform { events.append($0) }
      }
      _ = try work.finish { events.append($0) }
      #expect(events.count == 2)
      #expect(events.first?.hasPrefix("deck: \(fixture.path("a.wav")): ends at frame") == true)
      #expect(
        events.last?.hasSuffix("frames of \(fixture.path("a.wav")) could not be read") == true)
      #expect(work.lostFrames == 0)
    }
  }

  @Test func aRecordingNamesItsNodeAndFile() async throws {
    try await withHostFixture { fixture in
      let path = fixture.path("a.wav")
      let tap = try RecordingTap(
        name: "tape", path: path, rate: 8000, channels: 1, seconds: 1)
      let recorder = RecorderProcessor(
        channels: 1, sink: { RingSink.write($0, $1) }, sinkContext: tap.context, owner: tap)
      let ones = [Float](repeating: 1, count: 8000)
      for _ in 0..<3 { _ = run(recorder, inputs: [ones], frames: 8000) }
      var events: [String] = []
      try tap.perform { events.append($0) }
      #expect(
        events == ["tape: the disk did not keep up: 16000 frames of silence in \(path)"])
      _ = try tap.finish { events.append($0) }
      #expect(events.count == 1)
      #expect(try fixture.read("a.wav") == [(0..<24_000).map { $0 < 8000 ? 1 : 0 }])
    }
  }

  @Test func aMeterReadsASine() throws {
    let work = try LoudnessWork(label: "mix", channels: 2, rate: 48_000, maximumFrames: 480)
    let block = (0..<480).map { Float(0.1 * sin(2 * .pi * Double($0) / 48)) }
    for _ in 0..<500 {
      #expect(run(work.node, inputs: [block, block], frames: 480) == block)
      try work.perform { _ in }
    }
    _ = try work.finish { _ in }
    let meter = try #require(work.meter)
    #expect(meter.name == "mix")
    #expect(meter.peak == Double(Float(0.1)))
    #expect(abs(meter.rms - 0.1 / 2.squareRoot()) < 1e-6)
    // A sine of 1 kHz at -20 dBFS on both channels is at -20 LUFS.
    #expect(abs((meter.integrated ?? 0) + 20) <= 0.1)
    #expect(
      meter.description == "meter mix: peak -20.0 dBFS, true peak -20.0 dBTP, RMS -23.0 dBFS, "
        + "integrated -20.0 LUFS, range 0.0 LU")
    #expect(work.lostFrames == 0)
  }
}
