import Foundation
import SoundFiles
import Testing

@testable import Host

@Suite("ConvolverBuiltin", .serialized) struct ConvolverBuiltinTests {
  private static func session(_ keys: String, parameters: String = "{}") -> String {
    """
    device: {capture: 2, playback: 2}
    nodes:
      - {name: room, builtin: convolver, \(keys), parameters: \(parameters)}
    chain: [capture, room, playback]
    """
  }

  private func render(
    _ fixture: HostFixture, _ keys: String, parameters: String = "{}", period: Int = 256
  ) throws -> [[Float]] {
    let (session, loader) = try fixture.session(Self.session(keys, parameters: parameters))
    _ = try OfflineRender(
      session: session, loader: loader, inputPath: fixture.path("in.wav"),
      outputPath: fixture.path("out.wav"), periodFrames: period
    ).run()
    return try fixture.read("out.wav")
  }

  @Test func convolvesWithTheFile() async throws {
    try await withHostFixture { fixture in
      let input = try fixture.writeNoise("in.wav", channels: 2, frames: 4000)
      let response = try fixture.writeNoise("ir.wav", channels: 1, frames: 1500)[0]
      let output = try render(fixture, "file: ir.wav, predelay: 1")
      for frame in stride(from: 0, to: 4000, by: 371) {
        for channel in 0..<2 {
          var sum = 0.0
          // A millisecond is 48 frames.
          for tap in 0..<1500 where frame - 48 - tap >= 0 {
            sum += Double(response[tap]) * Double(input[channel][frame - 48 - tap])
          }
          #expect(abs(Double(output[channel][frame]) - sum) < 1e-3)
        }
      }
    }
  }

  @Test func isTheSameAtEveryPeriod() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("in.wav", channels: 2, frames: 12_000)
      _ = try fixture.writeNoise("ir.wav", channels: 4, frames: 9000)
      let whole = try render(fixture, "file: ir.wav")
      for period in [16, 64, 100, 1024] {
        #expect(try render(fixture, "file: ir.wav", period: period) == whole)
      }
    }
  }

  @Test func mixOfNothingIsTheInput() async throws {
    try await withHostFixture { fixture in
      let input = try fixture.writeNoise("in.wav", channels: 2, frames: 1000)
      _ = try fixture.writeNoise("ir.wav", channels: 2, frames: 300)
      #expect(try render(fixture, "file: ir.wav", parameters: "{mix: 0, gain: 6}") == input)
    }
  }

  @Test func saysWhatIsWrongWithTheFile() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("three.wav", channels: 3, frames: 10)
      let three = fixture.path("three.wav")
      let none = fixture.path("none.wav")
      for (keys, problem) in [
        ("file: none.wav", "cannot convolve with \(none): No such file or directory"),
        (
          "file: three.wav",
          "cannot convolve with \(three): has 3 channels; 1, 2 or 4 are needed to convolve 2"
        ),
        ("channels: 2", "node `room` needs `file:`"),
        (
          "file: three.wav, channels: 3, predelay: 2000",
          "`predelay:` must be a number from 0 to 1000 ms, not `2000`"
        ),
      ] {
        let error = #expect(throws: HostError.self) { try fixture.session(Self.session(keys)) }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
      }
    }
  }

  @Test func refusesSilenceInOneLine() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("in.wav", channels: 2, frames: 100)
      let writer = try SoundFileWriter(
        path: fixture.path("ir.wav"), rate: 48_000, channelCount: 1)
      let silence = UnsafeMutablePointer<Float>.allocate(capacity: 10)
      silence.initialize(repeating: 0, count: 10)
      defer { silence.deallocate() }
      var plane = UnsafePointer<Float>?(silence)
      try writer.write(&plane, frames: 10)
      try writer.close()
      let error = #expect(throws: HostError.self) { try render(fixture, "file: ir.wav") }
      #expect(error?.description == "room: \(fixture.path("ir.wav")): is silent")
    }
  }
}
