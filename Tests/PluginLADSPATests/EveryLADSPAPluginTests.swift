import PluginTestSupport
import Plugins
import Testing

@testable import PluginLADSPA

/// In the tests' own process, so only those that are known to leave it alive; whatever else there is,
/// `tactus plugins check` runs in processes of their own.
@Suite("Every LADSPA plugin of swh and the SDK", .serialized) struct EveryLADSPAPluginTests {
  private static let ownLibraries = ["amp", "delay", "filter", "noise", "sine"]

  private func plugins(_ catalogue: LADSPACatalogue) throws -> [PluginDescriptor] {
    let plugins = try catalogue.list().filter { descriptor in
      let library = descriptor.identifier.prefix { $0 != ":" }
      return (library.contains(/_1\d{3}$/) || Self.ownLibraries.contains(String(library)))
        // Frees a pointer that it never allocated.
        && descriptor.identifier != "hermes_filter_1200:hermesFilter"
    }
    #expect(plugins.count > 90)
    return plugins
  }

  @Test func runsTenBlocks() throws {
    let catalogue = LADSPACatalogue()
    for descriptor in try plugins(catalogue) {
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
