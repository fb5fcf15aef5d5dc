import CRealtime
import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("LV2 MIDI outputs", .serialized) struct LV2MIDIOutputTests {
  private static let fifths = "http://lv2plug.in/plugins/eg-fifths"
  private static let metro = "http://lv2plug.in/plugins/eg-metro"

  private func instance(_ uri: String) throws -> any PluginInstance {
    try LV2Catalogue(directories: ["/usr/lib/lv2"], cache: nil)
      .makeInstance(uri, rate: 48_000, maximumFrames: 256)
  }

  private func withMIDIPlugin(
    _ every: Float, _ body: (any PluginInstance, Rig) throws -> Void
  ) throws {
    try withTemporaryDirectory { directory in
      let plugins = try TestPlugins(buildingIn: directory)
      let instance = try LV2Catalogue(directories: [plugins.lv2.path], cache: nil)
        .makeInstance("urn:tactus:test:midi", rate: 48_000, maximumFrames: 2048)
      instance.parameter("every")?.pointee = every
      try body(instance, Rig(instance, frames: 2048))
    }
  }

  @Test(.enabled(if: Installed.hasExamples, "lv2-examples is not installed"))
  func fifthsSaysWhatItHearsAndItsFifthAtTheSameFrames() throws {
    let instance = try instance(Self.fifths)
    #expect(instance.descriptor.midiOutputs.map(\.symbol) == ["out"])
    let rig = Rig(instance, frames: 256)
    // A part of the period: frames 100 to 163.
    let ports: [[(frame: Int, bytes: [UInt8])]] = [
      [(99, [0x90, 1, 1]), (100, [0x90, 60, 100]), (163, [0x80, 60, 64]), (164, [0x90, 2, 1])]
    ]
    let events = RigEvents(at: 1000, ports: ports, outputs: 1)
    rig.run(frames: 64, at: 1100, events: events.pointer)
    #expect(events.said[0].map(\.frame) == [100, 100, 163, 163])
    #expect(
      events.said[0].map(\.bytes) == [
        [0x90, 60, 100], [0x90, 67, 100], [0x80, 60, 64], [0x80, 67, 64],
      ])
    #expect(instance.lostEvents == 0)
  }

  @Test(.enabled(if: Installed.hasExamples, "lv2-examples is not installed"))
  func metroHasNoMIDIOutput() throws {
    #expect(try instance(Self.metro).descriptor.midiOutputs.isEmpty)
  }

  @Test(arguments: [[2048], [1, 2047], [64, 64, 128, 1792], [333, 1715]])
  func saysAtTheSameFramesHoweverPeriodsAreCut(lengths: [Int]) throws {
    try withMIDIPlugin(100) { instance, rig in
      var said: [Int] = []
      var frame = 0
      for frames in lengths {
        // Has the block run in parts of 32 frames.
        instance.glide("first", to: Float(60 + said.count % 2))
        let events = RigEvents(at: frame, outputs: 2)
        rig.run(frames: frames, at: frame, events: events.pointer)
        said += events.said[0].map { frame + $0.frame }
        frame += frames
      }
      #expect(said == Array(stride(from: 0, to: 2048, by: 100)))
    }
  }

  @Test func eachPortHasItsOwn() throws {
    try withMIDIPlugin(7) { instance, rig in
      #expect(instance.descriptor.midiOutputs.map(\.symbol) == ["out", "echo"])
      let events = RigEvents(ports: [[(3, [0xB0, 1, 2])]], outputs: 2)
      rig.run(frames: 8, events: events.pointer)
      #expect(events.said.map { $0.map(\.frame) } == [[0, 7], [3]])
    }
  }

  @Test func whatIsRefusedIsCounted() throws {
    try withMIDIPlugin(1) { instance, rig in
      let events = RigEvents(outputs: 2, room: 5)
      rig.run(frames: 8, events: events.pointer)
      #expect(events.said[0].count == 5)
      #expect(instance.lostEvents == 3)
    }
  }

  @Test func withNobodyToListenNothingIsLost() throws {
    try withMIDIPlugin(1) { instance, rig in
      rig.run(frames: 8)
      let events = RigEvents()
      rig.run(frames: 8, at: 8, events: events.pointer)
      #expect(instance.lostEvents == 0)
    }
  }
}
