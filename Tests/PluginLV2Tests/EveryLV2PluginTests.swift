import Plugins
import Testing

@testable import PluginLV2

@Suite("Every LV2 plugin", .serialized) struct EveryLV2PluginTests {
  private let catalogue = LV2Catalogue(cache: nil)

  /// Plugins that damage the heap of any host, found with the address sanitizer: not ours to run.
  private static let harmful = [
    // Frees a pointer that it never allocated.
    "http://plugin.org.uk/swh-plugins/hermesFilter"
  ]

  @Test func runsTenBlocksOrSaysWhyNot() throws {
    for descriptor in try catalogue.list() where !Self.harmful.contains(descriptor.identifier) {
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
