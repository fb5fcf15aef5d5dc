import PluginTestSupport
import Plugins
import Testing

@testable import PluginLADSPA

@Suite("Every LADSPA plugin", .serialized) struct EveryLADSPAPluginTests {
  /// Plugins that damage the heap of any host, found with the address sanitizer: not ours to run.
  private static let harmful = [
    // Frees a pointer that it never allocated.
    "hermes_filter_1200:hermesFilter"
  ]

  @Test func runsTenBlocks() throws {
    let catalogue = LADSPACatalogue()
    for descriptor in try catalogue.list() where !Self.harmful.contains(descriptor.identifier) {
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
          instance.parameter(parameter.symbol) != nil,
          "\(descriptor.identifier) \(parameter.symbol)")
      }
    }
  }
}
