import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLADSPA

@Suite("Test plugins, LADSPA", .serialized) struct TestPluginsTests {
  @Test func multiplyAndFailOnlyWhenToldTo() throws {
    try withTemporaryDirectory { directory in
      let plugins = try TestPlugins(buildingIn: directory)
      let catalogue = LADSPACatalogue(directories: [plugins.ladspa.path])
      for name in ["gain", "faulty"] {
        let instance = try catalogue.makeInstance(
          "\(name):\(name)", rate: 48_000, maximumFrames: 64)
        instance.parameter("gain")?.pointee = 0.5
        let rig = Rig(instance, frames: 64)
        rig.fillInputs()
        rig.run(frames: 64)
        #expect(Array(rig.outputs[0]) == rig.inputs[0].map { $0 * 0.5 })
      }
    }
  }

  @Test func failOnceWhenTheFaultChanges() throws {
    try withTemporaryDirectory { directory in
      let plugins = try TestPlugins(buildingIn: directory)
      let instance = try LADSPACatalogue(directories: [plugins.ladspa.path])
        .makeInstance("faulty:faulty", rate: 48_000, maximumFrames: 64)
      let rig = Rig(instance, frames: 64)
      rig.fillInputs()
      rig.run(frames: 64)
      instance.parameter("fault")?.pointee = 7
      rig.run(frames: 64)
      #expect(!rig.outputs[0].contains { !$0.isNaN })
      rig.run(frames: 64)
      #expect(Array(rig.outputs[0]) == Array(rig.inputs[0]))
      instance.parameter("always")?.pointee = 1
      rig.run(frames: 64)
      rig.run(frames: 64)
      #expect(!rig.outputs[0].contains { !$0.isNaN })
    }
  }
}
