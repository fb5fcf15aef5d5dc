import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

/// Each plain effect of the tests' packages, beside the program that LV2's own authors wrote.
@Suite(
  "LV2Instance beside lv2apply", .serialized,
  .enabled(
    if: Installed.hasApply && Installed.hasSWH && Installed.hasExamples && Installed.hasMDA,
    "needs Debian's lilv-utils, lv2-examples, mda-lv2 and swh-lv2"))
struct LV2ApplyTests {
  /// Plugins that need not play the same twice, or not survive it.
  private static let left = [
    // Frees a pointer that it never allocated.
    "http://plugin.org.uk/swh-plugins/hermesFilter",
    // Goes by memory that it never initialised.
    "http://plugin.org.uk/swh-plugins/chebstortion",
  ]

  private let catalogue = LV2Catalogue(directories: [Installed.directory], cache: nil)

  @Test func givesTheSameSamples() throws {
    let effects = try catalogue.list().filter { plugin in
      plugin.isPlainEffect && plugin.missingFeatures.isEmpty
        && !Self.left.contains(plugin.identifier)
        && [
          "http://plugin.org.uk/", "http://drobilla.net/plugins/mda", "http://lv2plug.in/plugins",
        ]
        .contains { plugin.identifier.hasPrefix($0) }
    }
    let theirs = Locked<[String: [Float]]>([:])
    DispatchQueue.concurrentPerform(iterations: effects.count) { place in
      // With other bytes in fresh memory, those play something else that do not initialise it.
      let samples = try? apply(effects[place], freshBytes: 0)
      guard samples == (try? apply(effects[place], freshBytes: 0x5a)) else { return }
      theirs.withLock { $0[effects[place].identifier] = samples }
    }
    var compared = 0
    for effect in effects {
      guard let expected = theirs.withLock({ $0[effect.identifier] }),
        let ours = try? play(effect), let again = try? play(effect), Self.same(ours, again)
      else { continue }
      let isSame = Self.same(ours, expected)
      #expect(isSame, "\(effect.identifier)")
      compared += 1
    }
    #expect(compared > 100)
  }

  private static let frameCount = 4_096

  private func input(_ plugin: PluginDescriptor) -> [Float] {
    (0..<Self.frameCount * plugin.inputs.count).map { Float($0 * 37 % 1000) / 2000 - 0.25 }
  }

  /// Between their bounds, away from the defaults.
  private func parameters(_ plugin: PluginDescriptor) -> [String: Float] {
    let pairs = plugin.parameters.enumerated().map { place, port in
      let factor: Float = port.isRateScaled ? 48_000 : 1
      let low = port.minimum ?? 0, high = port.maximum ?? 1
      let part = Float(3 + place % 4) / 10
      let value = (low + (high - low) * part) * factor
      let isWhole = port.isInteger || port.isToggled || port.isEnumeration
      return (port.symbol, isWhole ? value.rounded() : value)
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// As lv2apply does: blocks of a single frame.
  private func play(_ plugin: PluginDescriptor) throws -> [Float] {
    let instance = try catalogue.makeInstance(
      plugin.identifier, rate: 48_000, maximumFrames: 64)
    for (symbol, value) in parameters(plugin) { instance.jump(symbol, to: value) }
    instance.restart()
    return Rig(instance, frames: 64).play(input(plugin), frames: 1)
  }

  /// What lv2apply plays; nil when it cannot.
  private func apply(_ plugin: PluginDescriptor, freshBytes: Int) throws -> [Float]? {
    let directory = try ScratchDirectory()
    let bundle = URL(filePath: plugin.library)
    try FileManager.default.createSymbolicLink(
      at: directory.url.appending(path: bundle.lastPathComponent), withDestinationURL: bundle)
    let source = directory.url.appending(path: "in.wav")
    let target = directory.url.appending(path: "out.wav")
    try WaveFile.write(input(plugin), channels: plugin.inputs.count, to: source)
    let controls = parameters(plugin).flatMap { ["-c", $0.key, String($0.value)] }
    let code = runQuietly(
      Installed.lv2apply, ["-i", source.path, "-o", target.path] + controls + [plugin.identifier],
      environment: ["LV2_PATH": directory.url.path, "MALLOC_PERTURB_": "\(freshBytes)"])
    return code == 0 ? try WaveFile.read(target) : nil
  }

  /// To a part in a million of full level.
  private static func same(_ first: [Float], _ second: [Float]) -> Bool {
    first.count == second.count
      && zip(first, second).allSatisfy { first, second in
        abs(first - second) <= 1e-6 * max(1, first.magnitude)
          || first.bitPattern == second.bitPattern || first.isNaN && second.isNaN
      }
  }
}
