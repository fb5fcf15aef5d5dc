import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite(
  "LV2Instance beside lv2apply", .serialized,
  .enabled(
    if: Installed.hasApply && Installed.hasSWH && Installed.hasExamples,
    "needs Debian's lilv-utils, lv2-examples and swh-lv2"))
struct LV2ApplyTests {
  @Test(
    arguments: [
      (Installed.amp, ["gain": -3.5]),
      ("http://plugin.org.uk/swh-plugins/singlePara", ["gain": 12, "fc": 2000, "bw": 0.5]),
      ("http://plugin.org.uk/swh-plugins/hardLimiter", ["limit_db": -12, "res_gain": 0.5]),
    ] as [(String, [String: Float])])
  func givesTheSameSamples(identifier: String, parameters: [String: Float]) throws {
    let ours = try play(identifier, parameters)
    let theirs = try apply(identifier, parameters)
    #expect(theirs.count == ours.count)
    #expect(ours.contains { $0 != 0 })
    #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-6 })
  }

  private static let input = (0..<4096).map { Float($0 * 37 % 1000) / 1000 - 0.5 }

  private func play(_ identifier: String, _ parameters: [String: Float]) throws -> [Float] {
    let catalogue = LV2Catalogue(directories: [Installed.directory], cache: nil)
    let instance = try catalogue.makeInstance(identifier, rate: 48_000, maximumFrames: 256)
    for (symbol, value) in parameters {
      try #require(instance.parameter(symbol)).pointee = value
    }
    let rig = Rig(instance, frames: 256)
    var output: [Float] = []
    for start in stride(from: 0, to: Self.input.count, by: 256) {
      for frame in 0..<256 { rig.inputs[0][frame] = Self.input[start + frame] }
      rig.run(frames: 256)
      output += rig.outputs[0]
    }
    return output
  }

  private func apply(_ identifier: String, _ parameters: [String: Float]) throws -> [Float] {
    let directory = try ScratchDirectory()
    let source = directory.url.appending(path: "in.wav")
    let target = directory.url.appending(path: "out.wav")
    try WaveFile.write(Self.input, to: source)
    let process = Process()
    process.executableURL = URL(filePath: Installed.lv2apply)
    process.arguments =
      ["-i", source.path, "-o", target.path]
      + parameters.flatMap { ["-c", $0.key, String($0.value)] } + [identifier]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try WaveFile.read(target)
  }
}
