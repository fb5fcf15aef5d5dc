import PluginTestSupport
import Plugins
import Testing

@testable import PluginLV2

/// In the tests' own process, so only those that are known to leave it alive; whatever else there is,
/// `tactus plugins check` runs in processes of their own.
@Suite("Every LV2 plugin of mda, swh and LV2's examples", .serialized) struct EveryLV2PluginTests {
  private let catalogue = LV2Catalogue(cache: nil)

  private func plugins() throws -> [PluginDescriptor] {
    let plugins = try catalogue.list().filter { descriptor in
      let bundle = descriptor.library.split(separator: "/").last ?? ""
      return (bundle == "mda.lv2" || bundle.hasPrefix("eg-") || bundle.hasSuffix("-swh.lv2"))
        // Frees a pointer that it never allocated.
        && descriptor.identifier != "http://plugin.org.uk/swh-plugins/hermesFilter"
    }
    #expect(plugins.count > 30)
    return plugins
  }

  @Test func runsTenBlocksOrSaysWhyNot() throws {
    for descriptor in try plugins() {
      do {
        try run(descriptor)
        #expect(descriptor.missingFeatures.isEmpty)
      } catch let error as PluginError {
        // Debian's swh-lv2, for one, has plugins that the loader refuses.
        let expected: PluginError.Code =
          descriptor.missingFeatures.isEmpty ? .failed : .unsupported
        #expect(error.code == expected)
        #expect(error.message.contains(descriptor.identifier))
      }
    }
  }

  @Test func takesItsStateToAnotherInstance() throws {
    for descriptor in try plugins() {
      func instance(rate: Int) -> (any PluginInstance)? {
        try? catalogue.makeInstance(descriptor.identifier, rate: rate, maximumFrames: 64)
      }
      guard let old = instance(rate: 48_000), let new = instance(rate: 48_000) else { continue }
      let rig = Rig(old, frames: 64)
      rig.fillInputs()
      rig.run(frames: 64)
      guard let state = old.state() else { continue }
      new.restore(state)
      #expect(new.state()?.isSame(as: state) ?? false, "\(descriptor.identifier)")
      // Some tell it in frames: at another rate it need not be the same.
      guard let other = instance(rate: 44_100) else { continue }
      other.restore(state)
      let otherRig = Rig(other, frames: 64)
      otherRig.fillInputs()
      otherRig.run(frames: 64)
    }
  }

  private func run(_ descriptor: PluginDescriptor) throws {
    let instance = try catalogue.makeInstance(
      descriptor.identifier, rate: 48_000, maximumFrames: 64)
    instance.settle(blockFrames: 64)
    let rig = Rig(instance, frames: 64)
    rig.fillInputs()
    for block in 0..<10 { rig.run(frames: block * 7) }
    #expect(instance.latencyFrames >= 0)
    instance.restart()
    rig.run(frames: 64)
    for parameter in descriptor.parameters {
      #expect(
        instance.parameter(parameter.symbol) != nil, "\(descriptor.identifier) \(parameter.symbol)")
    }
  }
}
