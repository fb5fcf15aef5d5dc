import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("Test plugins, LV2", .serialized) struct TestPluginsTests {
  @Test func multiplyAndFailOnlyWhenToldTo() throws {
    try withTemporaryDirectory { directory in
      let plugins = try TestPlugins(buildingIn: directory)
      let catalogue = LV2Catalogue(directories: [plugins.lv2.path], cache: nil)
      for name in ["gain", "faulty"] {
        let instance = try catalogue.makeInstance(
          "urn:tactus:test:\(name)", rate: 48_000, maximumFrames: 64)
        instance.parameter("gain")?.pointee = 0.5
        let rig = Rig(instance, frames: 64)
        rig.fillInputs()
        rig.run(frames: 64)
        #expect(Array(rig.outputs[0]) == rig.inputs[0].map { $0 * 0.5 })
      }
    }
  }
}
