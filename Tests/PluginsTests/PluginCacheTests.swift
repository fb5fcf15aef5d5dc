import Foundation
import TestSupport
import Testing

@testable import Plugins

@Suite("PluginCache") struct PluginCacheTests {
  private let home: ScratchDirectory
  private let cache: PluginCache

  init() throws {
    home = try ScratchDirectory()
    cache = PluginCache(directory: home.url.appending(path: "a/b"))
  }

  private var entries: [String: PluginCache.Entry] {
    var port = PluginPort(index: 3, symbol: "gain", name: "Gain", kind: .control, direction: .input)
    port.minimum = -90
    port.defaultValue = 0.1
    port.unit = "dB"
    port.scalePoints = [PluginPort.ScalePoint(value: 0, label: "\"none\"")]
    let plugin = PluginDescriptor(
      format: .lv2, identifier: "urn:a", name: "Größe", ports: [port], missingFeatures: ["urn:b"])
    return [
      "/a": PluginCache.Entry(fingerprint: "1", plugins: [plugin]),
      "/b": PluginCache.Entry(
        fingerprint: "2", problems: [PluginProblem(path: "/b", message: "is bad")]),
    ]
  }

  @Test func givesBackWhatWasStored() {
    let stored = cache.store(entries, of: .lv2, edition: "one")
    #expect(stored)
    #expect(cache.entries(of: .lv2, edition: "one") == entries)
  }

  @Test func keepsFormatsAndEditionsApart() {
    cache.store(entries, of: .lv2, edition: "one")
    #expect(cache.entries(of: .ladspa, edition: "one").isEmpty)
    #expect(cache.entries(of: .lv2, edition: "two").isEmpty)
  }

  @Test func leavesNoTemporaryFileBehind() throws {
    cache.store(entries, of: .lv2, edition: "one")
    cache.store([:], of: .lv2, edition: "one")
    #expect(PluginSearchPath.names(in: cache.directory.path) == ["plugins-lv2.cache"])
    #expect(cache.entries(of: .lv2, edition: "one").isEmpty)
  }

  @Test func saysThatItCannotStore() throws {
    try home.write("a file", to: "a")
    let stored = cache.store(entries, of: .lv2, edition: "one")
    #expect(!stored)
    #expect(cache.entries(of: .lv2, edition: "one").isEmpty)
  }

  @Test func isEmptyWhenTheFileIsCutShort() throws {
    cache.store(entries, of: .lv2, edition: "one")
    let whole = try Data(contentsOf: cache.file(for: .lv2))
    try whole.dropLast(20).write(to: cache.file(for: .lv2))
    #expect(cache.entries(of: .lv2, edition: "one").isEmpty)
  }

  @Test func isEmptyWhenAnyByteIsWrong() throws {
    cache.store(entries, of: .lv2, edition: "one")
    let whole = try Data(contentsOf: cache.file(for: .lv2))
    for place in whole.indices {
      var damaged = whole
      damaged[place] ^= 0x10
      try damaged.write(to: cache.file(for: .lv2))
      #expect(cache.entries(of: .lv2, edition: "one").isEmpty)
    }
  }
}
