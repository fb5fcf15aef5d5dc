import Foundation
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("LV2Catalogue with a cache") struct LV2CacheTests {
  private let plugins: ScratchDirectory
  private let cache: PluginCache
  private let home: ScratchDirectory

  init() throws {
    plugins = try ScratchDirectory()
    home = try ScratchDirectory()
    cache = PluginCache(directory: home.url.appending(path: "below/tactus"))
    try WrittenBundle.write("first", to: plugins)
    try plugins.write("}{", to: "broken.lv2/manifest.ttl")
  }

  private var catalogue: LV2Catalogue { LV2Catalogue(directories: [plugins.path], cache: cache) }
  private var file: URL { cache.file(for: .lv2) }

  @Test func givesTheSameAgain() throws {
    let cold = catalogue
    let warm = catalogue
    let listed = try cold.list()
    #expect(listed.count == 1)
    #expect(try warm.list() == listed)
    #expect(warm.problems == cold.problems)
    #expect(warm.problems.count == 1)
  }

  @Test func readsFromItWhatHasNotChanged() throws {
    _ = try catalogue.list()
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing("Written first", with: "Cached first").utf8).write(to: file)
    #expect(try catalogue.list().map(\.name) == ["Cached first"])
    #expect(try catalogue.descriptor("urn:tactus:first").name == "Written first")
  }

  @Test func readsAgainWhatHasChanged() throws {
    _ = try catalogue.list()
    try WrittenBundle.write(
      "first", statements: "lv2:minorVersion 2 ; lv2:microVersion 0 ;", to: plugins)
    try WrittenBundle.write("second", to: plugins)
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing("Written first", with: "Cached first").utf8).write(to: file)
    #expect(try catalogue.list().map(\.name) == ["Written first", "Written second"])
    try FileManager.default.removeItem(atPath: "\(plugins.path)/first.lv2")
    #expect(try catalogue.list().map(\.name) == ["Written second"])
    let stored = try String(contentsOf: file, encoding: .utf8)
    #expect(!stored.contains("urn:tactus:first"))
  }

  @Test func prefersTheNewerVersionWhereverItIs() throws {
    let later = try ScratchDirectory()
    let catalogue = LV2Catalogue(directories: [plugins.path, later.path], cache: cache)
    #expect(try catalogue.list().map(\.library) == ["\(plugins.path)/first.lv2"])
    try WrittenBundle.write(
      "first", statements: "lv2:minorVersion 2 ; lv2:microVersion 0 ;", to: later)
    for _ in 0..<2 {
      #expect(try catalogue.list().map(\.library) == ["\(later.path)/first.lv2"])
    }
    try FileManager.default.removeItem(atPath: "\(later.path)/first.lv2")
    #expect(try catalogue.list().map(\.library) == ["\(plugins.path)/first.lv2"])
  }

  @Test(arguments: ["", "{", "[1, 2]", "{\"version\": 0, \"edition\": \"\", \"entries\": {}}"])
  func ignoresADamagedOrOldFile(text: String) throws {
    try FileManager.default.createDirectory(at: cache.directory, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    #expect(try catalogue.list().map(\.name) == ["Written first"])
    #expect(try String(contentsOf: file, encoding: .utf8).contains("Written first"))
  }

  @Test func worksWhereItCannotWrite() throws {
    try home.write("a file where the directory should be", to: "below")
    #expect(try catalogue.list().map(\.name) == ["Written first"])
  }
}
