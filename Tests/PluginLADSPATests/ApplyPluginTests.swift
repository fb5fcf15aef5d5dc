import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLADSPA

/// Each effect of the tests' packages, beside the program of LADSPA's own kit.
@Suite(
  "LADSPAInstance beside applyplugin", .serialized,
  .enabled(
    if: Installed.hasApply && Installed.hasSWH && Installed.hasSDK,
    "needs Debian's ladspa-sdk and swh-plugins"))
struct ApplyPluginTests {
  /// Libraries that need not play the same twice, or not survive it.
  private static let left = [
    // Frees a pointer that it never allocated.
    "hermes_filter_1200",
    // Goes by memory that it never initialised.
    "chebstortion_1430",
    // Random, the same in one process and another in the next.
    "random_1661",
  ]

  private let catalogue = LADSPACatalogue(directories: [Installed.directory], cache: nil)

  @Test func givesTheSameSamples() throws {
    let effects = try catalogue.list().filter { plugin in
      let library = plugin.identifier.prefix { $0 != ":" }
      // Those of swh-plugins have their number at their end.
      let isOfTests = library.last?.isNumber == true || Installed.sdk.contains(String(library))
      return plugin.isPlainEffect && isOfTests && !Self.left.contains(String(library))
    }
    let theirs = Locked<[String: [Int16]]>([:])
    DispatchQueue.concurrentPerform(iterations: effects.count) { place in
      // With other bytes in fresh memory, those play something else that do not initialise it.
      let samples = try? apply(effects[place], freshBytes: 0)
      guard samples == (try? apply(effects[place], freshBytes: 0x5a)) else { return }
      theirs.withLock { $0[effects[place].identifier] = samples }
    }
    var compared = 0
    for effect in effects {
      guard let expected = theirs.withLock({ $0[effect.identifier] }),
        let ours = try? play(effect), let again = try? play(effect), ours == again
      else { continue }
      let isSame = Self.same(ours, expected)
      #expect(isSame, "\(effect.identifier)")
      compared += 1
    }
    #expect(compared > 50)
  }

  /// Five of the blocks that applyplugin plays, and a part of one.
  private static let frameCount = 2_048 * 5 + 100

  private func input(_ plugin: PluginDescriptor) -> [Float] {
    (0..<Self.frameCount * plugin.inputs.count).map { Float($0 * 37 % 1000) / 2000 - 0.25 }
  }

  private func value(_ port: PluginPort) -> Float {
    let factor: Float = port.isRateScaled ? 48_000 : 1
    return (port.defaultValue ?? port.minimum ?? 0) * factor
  }

  /// As applyplugin does: in place, where some plugins play something else.
  private func play(_ plugin: PluginDescriptor) throws -> [Float] {
    let instance = try catalogue.makeInstance(
      plugin.identifier, rate: 48_000, maximumFrames: 2_048)
    for port in plugin.parameters { instance.jump(port.symbol, to: value(port)) }
    instance.restart()
    let rig = Rig(instance, frames: 2_048, isInPlace: true)
    return rig.play(input(plugin), frames: 2_048)
  }

  /// What applyplugin plays; nil when it cannot.
  private func apply(_ plugin: PluginDescriptor, freshBytes: Int) throws -> [Int16]? {
    let directory = try ScratchDirectory()
    let source = directory.url.appending(path: "in.wav")
    let target = directory.url.appending(path: "out.wav")
    try WaveFile.write(input(plugin), channels: plugin.inputs.count, to: source)
    let name = plugin.identifier.split(separator: ":", maxSplits: 1).map(String.init)
    let code = runQuietly(
      Installed.applyplugin,
      [source.path, target.path, "\(name[0]).so", name[1]]
        + plugin.parameters.map { String(value($0)) },
      environment: ["LADSPA_PATH": Installed.directory, "MALLOC_PERTURB_": "\(freshBytes)"])
    return code == 0 ? try WaveFile.readIntegers(target) : nil
  }

  /// As near as 16 bits tell: applyplugin writes no others, and anything for what is beyond them.
  private static func same(_ ours: [Float], _ theirs: [Int16]) -> Bool {
    ours.count == theirs.count
      && zip(ours, theirs).allSatisfy { ours, theirs in
        !(abs(ours) < 1) || abs(ours * 32_767.5 - Float(theirs)) <= 2
      }
  }
}
