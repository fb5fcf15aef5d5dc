import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLADSPA

@Suite("LADSPA states", .enabled(if: Installed.hasSDK, "needs Debian's ladspa-sdk"))
struct LADSPAStateTests {
  private let catalogue = LADSPACatalogue(directories: [Installed.directory])
  private let directory: ScratchDirectory

  init() throws { directory = try ScratchDirectory() }

  private var folder: URL { URL(filePath: "\(directory.path)/saved") }

  private func instance(_ identifier: String = "delay:delay_5s") throws -> any PluginInstance {
    try catalogue.makeInstance(identifier, rate: 48_000, maximumFrames: 64)
  }

  @Test func comeBackBitForBit() throws {
    let old = try instance()
    old.jump("delay_seconds", to: 0.1 + 1e-8)
    old.jump("dry_wet_balance", to: 1 / 3)
    try old.save(to: folder)
    let new = try instance()
    try new.load(from: folder)
    #expect(new.value(of: "delay_seconds") == old.value(of: "delay_seconds"))
    #expect(new.parameter("dry_wet_balance")?.pointee == Float(1) / 3)
    try catalogue.checkState(in: folder, of: "delay:delay_5s")
  }

  @Test func holdWhereAParameterIsOnItsWayTo() throws {
    let old = try instance()
    let rig = Rig(old, frames: 64)
    rig.run(frames: 64)
    old.glide("delay_seconds", to: 3)
    #expect(old.value(of: "delay_seconds") == 3)
    rig.run(frames: 64)
    #expect(old.parameter("delay_seconds")?.pointee != 3)
    #expect(old.value(of: "delay_seconds") == 3)
    try old.save(to: folder)
    let new = try instance()
    try new.load(from: folder)
    #expect(new.parameter("delay_seconds")?.pointee == 3)
    // Arrived, it is what the plugin reads.
    for _ in 0..<20 { rig.run(frames: 64) }
    old.parameter("delay_seconds")?.pointee = 2
    #expect(old.value(of: "delay_seconds") == 2)
  }

  @Test func endWhatIsOnItsWay() throws {
    let instance = try instance()
    try instance.save(to: folder)
    let rig = Rig(instance, frames: 64)
    let before = instance.value(of: "delay_seconds")
    instance.glide("delay_seconds", to: 3)
    rig.run(frames: 64)
    try instance.load(from: folder)
    for _ in 0..<20 { rig.run(frames: 64) }
    #expect(instance.parameter("delay_seconds")?.pointee == before)
  }

  @Test func glideWhileThePluginPlays() throws {
    let old = try instance()
    old.jump("dry_wet_balance", to: 1)
    try old.save(to: folder)
    let playing = try instance()
    let rig = Rig(playing, frames: 64)
    rig.run(frames: 64)
    try playing.load(from: folder, whilePlaying: true)
    #expect(playing.parameter("dry_wet_balance")?.pointee != 1)
    for _ in 0..<20 { rig.run(frames: 64) }
    #expect(playing.parameter("dry_wet_balance")?.pointee == 1)
  }

  @Test func belongToTheirPlugin() throws {
    try instance("amp:amp_mono").save(to: folder)
    let error = #expect(throws: PluginError.self) { try instance().load(from: folder) }
    #expect(error?.message.contains("is a state of ladspa:amp:amp_mono") ?? false)
  }

  @Test func areAllThereIs() throws {
    #expect(try catalogue.presets(of: "amp:amp_mono").isEmpty)
    let preset = PluginPreset(uri: "urn:x", name: "X")
    #expect(throws: PluginError.self) { try instance().load(preset) }
    let error = #expect(throws: PluginError.self) {
      try instance().savePreset(name: "X", to: URL(filePath: directory.path))
    }
    #expect(error?.code == .unsupported)
  }
}
