import Foundation
import TestSupport
import Testing

@testable import Host

@Suite("OfflineRender", .serialized) struct OfflineRenderTests {
  private static let parallel = """
    device: {capture: 2, playback: 2}
    nodes:
      - {name: left, builtin: gain, channels: 1, parameters: {gain: -3}}
      - {name: right, builtin: gain, channels: 1, parameters: {gain: -7}}
      - {name: both, builtin: gain, channels: 2, parameters: {gain: -1}}
      - {name: mix, builtin: mixer, inputs: 2, parameters: {gain_1: -6}}
    connections:
      - capture:out_1 -> left:in_1
      - capture:out_2 -> right:in_1
      - capture:out_1 -> both:in_1
      - capture:out_2 -> both:in_2
      - left:out_1 -> mix:in_1_1
      - right:out_1 -> mix:in_1_2
      - both:out_1 -> mix:in_2_1
      - both:out_2 -> mix:in_2_2
      - mix:out_1 -> playback:in_1
      - mix:out_2 -> playback:in_2
    """

  @Test func gainIsExactlyTheInputTimesTheGain() async throws {
    try await withHostFixture { fixture in
      let input = try fixture.writeNoise("in.wav", channels: 1, frames: 10_007)
      let (session, loader) = try fixture.session(
        """
        device: {capture: 1, playback: 1}
        nodes:
          - {name: amp, builtin: gain, channels: 1, parameters: {gain: -6}}
        chain: [capture, amp, playback]
        """)
      let result = try OfflineRender(
        session: session, loader: loader, inputPath: fixture.path("in.wav"),
        outputPath: fixture.path("out.wav")
      ).run()
      #expect(result.frames == 10_007)
      let gain = Float(pow(10, -6.0 / 20))
      let output = try fixture.read("out.wav")
      #expect(output[0].count == 10_007)
      // One factor for the whole file, and the nearest float to 10^(-6/20) within one step.
      let factor = output[0][1] / input[0][1]
      #expect(abs(factor - gain) <= 2 * gain.ulp)
      let candidates = [gain.nextDown, gain, gain.nextUp]
      #expect(candidates.contains { gain in output[0] == input[0].map { $0 * gain } })
    }
  }

  @Test func isTheSameForAnyNumberOfWorkersAndEachTime() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("in.wav", channels: 2, frames: 50_001)
      let (session, loader) = try fixture.session(Self.parallel)
      var files: [Data] = []
      for (index, workers) in [1, 2, 3, 1].enumerated() {
        let output = fixture.path("out\(index).wav")
        _ = try OfflineRender(
          session: session, loader: loader, inputPath: fixture.path("in.wav"),
          outputPath: output, workers: workers
        ).run()
        files.append(try Data(contentsOf: URL(filePath: output)))
      }
      #expect(files.dropFirst().allSatisfy { $0 == files[0] })
      #expect(files[0].count > 50_001 * 8)
    }
  }

  @Test func isTheSameForAnyPeriod() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("in.wav", channels: 2, frames: 4_801)
      let (session, loader) = try fixture.session(Self.parallel)
      var outputs: [[[Float]]] = []
      for period in [1, 64, 100, 4096, 8192] {
        _ = try OfflineRender(
          session: session, loader: loader, inputPath: fixture.path("in.wav"),
          outputPath: fixture.path("out.wav"), periodFrames: period
        ).run()
        outputs.append(try fixture.read("out.wav"))
      }
      #expect(outputs.dropFirst().allSatisfy { $0 == outputs[0] })
    }
  }

  @Test func recorderNodesHaveEveryFrame() async throws {
    try await withHostFixture { fixture in
      let input = try fixture.writeNoise("in.wav", channels: 1, frames: 400_000)
      let (session, loader) = try fixture.session(
        """
        device: {capture: 1, playback: 1}
        nodes:
          - {name: tape, builtin: recorder, channels: 1, file: tape.wav}
        chain: [capture, tape, playback]
        """)
      _ = try OfflineRender(
        session: session, loader: loader, inputPath: fixture.path("in.wav"),
        outputPath: fixture.path("out.wav")
      ).run()
      #expect(try fixture.read("tape.wav") == input)
      #expect(try fixture.read("out.wav") == input)
    }
  }

  @Test func saysWhatTheInputCannotGive() async throws {
    try await withHostFixture { fixture in
      let input = try fixture.writeNoise("in.wav", channels: 1, frames: 100)
      let (session, loader) = try fixture.session(Self.parallel)
      let result = try OfflineRender(
        session: session, loader: loader, inputPath: fixture.path("in.wav"),
        outputPath: fixture.path("out.wav")
      ).run()
      #expect(result.notes == ["the session captures 2 channels, the input has 1"])
      let output = try fixture.read("out.wav")
      #expect(output[1].allSatisfy { $0 == 0 })
      #expect(output[0] != output[1])
      #expect(input[0].count == output[0].count)
    }
  }

  @Test func aMissingInputOrAnUnwritableOutputIsUnavailable() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("in.wav", channels: 1, frames: 100)
      let (session, loader) = try fixture.session(Self.parallel)
      for (input, output) in [("none.wav", "out.wav"), ("in.wav", "no/folder/out.wav")] {
        let error = #expect(throws: HostError.self) {
          try OfflineRender(
            session: session, loader: loader, inputPath: fixture.path(input),
            outputPath: fixture.path(output)
          ).run()
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("\n") == false)
      }
    }
  }
}
