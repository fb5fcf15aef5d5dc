import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite(
  "LV2 presets", .serialized,
  .enabled(if: StatefulPlugin.isBuildable, "needs a C compiler and Debian's lv2-dev"))
struct LV2PresetTests {
  private let directory: ScratchDirectory
  private let catalogue: LV2Catalogue

  init() throws {
    directory = try ScratchDirectory()
    try StatefulPlugin.build(in: directory)
    catalogue = LV2Catalogue(directories: [directory.path], cache: nil)
  }

  private var url: URL { URL(filePath: directory.path) }

  private func instance(afterFrames frames: Int = 0) throws -> any PluginInstance {
    let instance = try catalogue.makeInstance(
      StatefulPlugin.identifier, rate: 48_000, maximumFrames: 256)
    if frames > 0 { Rig(instance, frames: 256).run(frames: frames) }
    return instance
  }

  /// What an instance plays next: how many frames it has counted.
  private func next(_ instance: any PluginInstance) -> Float {
    let rig = Rig(instance, frames: 1)
    rig.run(frames: 1)
    return rig.outputs[0][0]
  }

  private func presets() throws -> [PluginPreset] {
    try catalogue.presets(of: StatefulPlugin.identifier)
  }

  /// A bundle that holds nothing but a preset, written by hand.
  private func write(_ name: String, frames: String, plugin: String) throws {
    try directory.write(
      """
      @prefix lv2: <http://lv2plug.in/ns/lv2core#> .
      @prefix pset: <http://lv2plug.in/ns/ext/presets#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      <urn:tactus:\(name)> a pset:Preset ; lv2:appliesTo <\(plugin)> ; rdfs:seeAlso <p.ttl> .
      """, to: "\(name).lv2/manifest.ttl")
    try directory.write(
      """
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix state: <http://lv2plug.in/ns/ext/state#> .
      <urn:tactus:\(name)> rdfs:label "By hand" ; state:state [ \(frames) ] .
      """, to: "\(name).lv2/p.ttl")
  }

  @Test func isSavedListedAndLoaded() throws {
    #expect(try presets().isEmpty)
    let saved = try instance(afterFrames: 33).savePreset(name: "Thirty: three/4", to: url)
    #expect(try presets() == [saved])
    #expect(saved.name == "Thirty: three/4")
    let bundle = "\(directory.path)/Thirty_ three_4.preset.lv2"
    #expect(FileManager.default.fileExists(atPath: "\(bundle)/manifest.ttl"))
    let new = try instance()
    try new.load(saved)
    #expect(next(new) == 33)
  }

  @Test func isFoundByOthers() throws {
    try instance(afterFrames: 5).savePreset(name: "Five", to: url)
    let other = LV2Catalogue(directories: [directory.path], cache: nil)
    let found = try other.presets(of: StatefulPlugin.identifier)
    #expect(found.map(\.name) == ["Five"])
    let new = try other.makeInstance(
      StatefulPlugin.identifier, rate: 48_000, maximumFrames: 256)
    try new.load(try #require(found.first))
    #expect(next(new) == 5)
  }

  @Test func isReplacedUnderItsName() throws {
    let first = try instance(afterFrames: 5).savePreset(name: "Mine", to: url)
    let new = try instance()
    try new.load(first)
    let second = try instance(afterFrames: 9).savePreset(name: "Mine", to: url)
    #expect(first == second)
    #expect(try presets() == [second])
    try new.load(second)
    #expect(next(new) == 9)
  }

  @Test func isFoundInABundleThatComesLater() throws {
    #expect(try presets().isEmpty)
    let state = """
      <urn:tactus:frames> "AAAAAAAAAAAAAAAAAAAAAA=="^^<http://www.w3.org/2001/XMLSchema#base64Binary>
      """
    try write("later", frames: state, plugin: StatefulPlugin.identifier)
    #expect(try presets() == [PluginPreset(uri: "urn:tactus:later", name: "By hand")])
  }

  @Test func isRefusedWithoutItsFiles() throws {
    try write(
      "fileless", frames: "<urn:tactus:file> <gone.txt>", plugin: StatefulPlugin.identifier)
    let preset = try #require(try presets().first)
    let error = #expect(throws: PluginError.self) { try instance().load(preset) }
    #expect(error?.message.contains("fileless.lv2/gone.txt, which is not there") ?? false)
  }

  @Test func isRefusedWhenItIsDamaged() throws {
    let saved = try instance(afterFrames: 33).savePreset(name: "Cut", to: url)
    let file = "\(directory.path)/Cut.preset.lv2/state.ttl"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.prefix(text.count / 2).write(toFile: file, atomically: true, encoding: .utf8)
    let new = try instance(afterFrames: 2)
    let error = #expect(throws: PluginError.self) { try new.load(saved) }
    #expect(error?.message.contains(file) ?? false)
    #expect(next(new) == 2)
  }

  @Test func isRefusedWhenItIsUnknownOrAnotherPlugins() throws {
    let unknown = PluginPreset(uri: "urn:tactus:nothing", name: "Nothing")
    let error = #expect(throws: PluginError.self) { try instance().load(unknown) }
    #expect(error?.code == .notFound)
    try write("other", frames: "", plugin: "urn:tactus:other")
    #expect(try presets().isEmpty)
    let other = PluginPreset(uri: "urn:tactus:other", name: "By hand")
    #expect(throws: PluginError.self) { try instance().load(other) }
  }

  @Test(arguments: ["", " ", "a\nb", " a"])
  func hasAName(name: String) throws {
    #expect(throws: PluginError.self) { try instance().savePreset(name: name, to: url) }
  }

  @Test func leavesThePresetsOfOthersAlone() throws {
    try instance(afterFrames: 1).savePreset(name: "Same", to: url)
    let file = "\(directory.path)/Same.preset.lv2/state.ttl"
    let text = try String(contentsOfFile: file, encoding: .utf8)
      .replacing(StatefulPlugin.identifier, with: "urn:tactus:other")
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let error = #expect(throws: PluginError.self) {
      try instance().savePreset(name: "Same", to: url)
    }
    #expect(error?.message.contains("is a preset of <urn:tactus:other>") ?? false)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
  }
}
