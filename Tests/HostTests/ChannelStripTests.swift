import Foundation
import TestSupport
import Testing

@testable import Host

@Suite("Channel strip", .serialized) struct ChannelStripTests {
  @Test func rendersTheSameWithEveryPeriodAndBelowItsCeiling() async throws {
    let example = repositoryRoot.appendingPathComponent("configs/channel-strip.yaml").path
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("in.wav", channels: 1, frames: 40_003)
      let (session, loader) = try fixture.session(
        try String(contentsOfFile: example, encoding: .utf8))
      var files: [Data] = []
      for (period, workers) in [(64, 1), (1000, 1), (128, 2)] {
        let output = fixture.path("out\(period).wav")
        _ = try OfflineRender(
          session: session, loader: loader, inputPath: fixture.path("in.wav"),
          outputPath: output, periodFrames: period, workers: workers
        ).run()
        files.append(try Data(contentsOf: URL(filePath: output)))
      }
      #expect(files.allSatisfy { $0 == files[0] })
      let output = try fixture.read("out64.wav")
      let peak = output.joined().map(abs).max() ?? 0
      #expect(peak <= Float(pow(10, -1.0 / 20)))
      #expect(peak > 0.1)
      // Panned to the left by a fifth, with constant power.
      let powers = output.map { $0.reduce(0) { $0 + Double($1) * Double($1) } }
      let angle = 0.8 * Double.pi / 4
      #expect(abs(powers[1] / powers[0] - pow(tan(angle), 2)) < 1e-5)
    }
  }
}
