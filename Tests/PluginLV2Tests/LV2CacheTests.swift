import Foundation
import TestSupport
import Testing

@testable import PluginLV2
@testable import Plugins

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
    try rename("Written first", to: "Altered first")
    #expect(try catalogue.list().map(\.name) == ["Altered first"])
    #expect(try catalogue.descriptor("urn:tactus:first").name == "Written first")
  }

  @Test func readsAgainWhatHasChanged() throws {
    _ = try catalogue.list()
    try WrittenBundle.write(
      "first", statements: "lv2:minorVersion 2 ; lv2:microVersion 0 ;", to: plugins)
    try WrittenBundle.write("second", to: plugins)
    try rename("Written first", to: "Altered first")
    #expect(try catalogue.list().map(\.name) == ["Written first", "Written second"])
    try FileManager.default.removeItem(atPath: "\(plugins.path)/first.lv2")
    #expect(try catalogue.list().map(\.name) == ["Written second"])
    #expect(try !stored().contains("urn:tactus:first"))
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

  @Test(arguments: ["", "{", "tactus plugins 5\n", "tactus plugins 3\n\0\0\0\0\0\0\0\0"])
  func ignoresADamagedOrOldFile(text: String) throws {
    try FileManager.default.createDirectory(at: cache.directory, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    #expect(try catalogue.list().map(\.name) == ["Written first"])
    #expect(try stored().contains("Written first"))
  }

  @Test func worksWhereItCannotWrite() throws {
    try home.write("a file where the directory should be", to: "below")
    #expect(try catalogue.list().map(\.name) == ["Written first"])
  }

  /// The cache's texts, among other bytes.
  private func stored() throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  /// Changes the name of a plugin in the cache.
  private func rename(_ name: String, to other: String) throws {
    let content = try #require(PluginCacheFile([UInt8](Data(contentsOf: file))))
    let entries = content.entries.mapValues { entry in
      var entry = entry
      for place in entry.plugins.indices where entry.plugins[place].name == name {
        entry.plugins[place].name = other
      }
      return entry
    }
    let altered = PluginCacheFile(edition: content.edition, entries: entries)
    try Data(altered.bytes).write(to: file)
  }
}
