import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("LV2Patch", .serialized, .enabled(if: Installed.hasExamples, "needs Debian's lv2-examples"))
struct LV2PatchTests {
  private let catalogue = LV2Catalogue(cache: nil)
  private static let parameters = "http://lv2plug.in/plugins/eg-params"
  private static let sampler = "http://lv2plug.in/plugins/eg-sampler"

  @Test func describesProperties() throws {
    let descriptor = try catalogue.descriptor(Self.parameters)
    #expect(
      descriptor.properties.filter(\.isWritable).map(\.symbol)
        == ["bool", "double", "float", "int", "lfo", "long", "path", "spring", "string"].filter {
          symbol in descriptor.properties.contains { $0.symbol == symbol && $0.isWritable }
        })
    let path = try #require(descriptor.property("path"))
    #expect(path.kind == .path)
    #expect(path.identifier == Self.parameters + "#path")
    #expect(descriptor.property(path.identifier) == path)
    let lfo = try #require(descriptor.property("lfo"))
    #expect((lfo.minimum, lfo.maximum) == (-1, 1))
    #expect(lfo.isReadable && !lfo.isWritable)
    #expect(lfo.name == "LFO")
  }

  @Test(arguments: [
    ("int", PluginValue.number(-7)), ("long", .number(1e12)), ("float", .number(0.25)),
    ("double", .number(0.1)), ("bool", .number(1)), ("string", .text("zwölf")),
    ("path", .text("/tmp/some file")),
  ])
  func setsAndHearsOfEachKind(symbol: String, value: PluginValue) throws {
    let instance = try catalogue.makeInstance(
      Self.parameters, rate: 48_000, maximumFrames: 64)
    let state = instance.state()
    let rig = Rig(instance, frames: 64)
    #expect(instance.set(symbol, to: value))
    rig.run(frames: 64)
    // It keeps what it was set to in its state.
    #expect(instance.state()?.isSame(as: try #require(state)) == false)
    #expect(instance.lostEvents == 0)
  }

  @Test func refusesWhatItIsNot() throws {
    let instance = try catalogue.makeInstance(
      Self.parameters, rate: 48_000, maximumFrames: 64)
    #expect(!instance.set("no-such", to: .number(1)))
    #expect(!instance.set("int", to: .text("1")))
    #expect(!instance.set("path", to: .number(1)))
    #expect(!instance.set("lfo", to: .number(0)))
    #expect(!instance.set("int", to: .number(1e10)))
  }

  @Test func refusesWhatHasNoRoom() throws {
    let instance = try catalogue.makeInstance(
      Self.parameters, rate: 48_000, maximumFrames: 64)
    let long = PluginValue.text(String(repeating: "x", count: 10_000))
    #expect(instance.set("string", to: long))
    #expect(instance.set("string", to: long))
    #expect(instance.set("string", to: long))
    #expect(!instance.set("string", to: long))
    let rig = Rig(instance, frames: 64)
    for _ in 0..<3 { rig.run(frames: 64) }
    // None fits into the plugin's port.
    #expect(instance.lostEvents == 4)
    #expect(instance.set("string", to: .text("short")))
  }

  @Test func loadsASampleBySetting() throws {
    let directory = try ScratchDirectory()
    let file = directory.url.appending(path: "tone.wav")
    try WaveFile.write((0..<4800).map { sin(Float($0) / 10) }, to: file)
    let instance = try catalogue.makeInstance(Self.sampler, rate: 48_000, maximumFrames: 64)
    let rig = Rig(instance, frames: 64)
    #expect(instance.set("sample", to: .text(file.path)))
    for _ in 0..<4 { rig.run(frames: 64) }
    #expect(
      instance.value(ofProperty: "\(Self.sampler)#sample") == .text(file.path))
  }
}
