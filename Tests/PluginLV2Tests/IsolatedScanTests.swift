import Foundation
import PluginTestSupport
import TestSupport
import Testing

@testable import PluginLV2
@testable import Plugins

@Suite("LV2Catalogue with a scanner", .serialized) struct IsolatedScanTests {
  private let home: ScratchDirectory
  private let bundles: ScratchDirectory
  private let record: URL
  private let gain: URL

  init() throws {
    home = try ScratchDirectory()
    bundles = try ScratchDirectory()
    record = home.url.appending(path: "record")
    gain = try TestPlugins(buildingIn: home.url.appending(path: "built")).lv2
  }

  /// The directory of the test, and that of the plugins that are sound.
  private var catalogue: LV2Catalogue {
    LV2Catalogue(
      directories: [bundles.path, gain.path],
      cache: PluginCache(directory: home.url.appending(path: "cache")),
      scanner: PluginScanner(program: TactusProgram.url.path, secondsPerStep: 5))
  }

  private func write(_ name: String, _ fault: String) throws {
    try WrittenBundle.write(name, to: bundles)
    try TestPlugins.buildOpening(
      fault, to: bundles.url.appending(path: "\(name).lv2/plugin.so"), record: record, isLV2: true)
  }

  private var opened: Int {
    (try? String(contentsOf: record, encoding: .utf8))?.split(separator: "\n").count ?? 0
  }

  @Test func listsWhatCanBeLoaded() throws {
    let listed = try catalogue.list().map(\.identifier)
    #expect(listed.contains("urn:tactus:test:gain"))
    #expect(catalogue.problems.isEmpty)
  }

  @Test(arguments: [
    ("crash", "crashed with SIGSEGV while it was opened"),
    ("leave", "ended the process with code 3 while it was opened"),
    ("hang", "did not return within 5 s while it was opened"),
  ])
  func aFaultCostsOneBundle(fault: String, message: String) throws {
    try write("faulty", fault)
    let catalogue = catalogue
    let listed = try catalogue.list().map(\.identifier)
    #expect(listed.contains("urn:tactus:test:gain"))
    #expect(!listed.contains("urn:tactus:faulty"))
    #expect(
      catalogue.problems
        == [PluginProblem(fault: message, at: "\(bundles.path)/faulty.lv2")])
    let count = opened
    #expect(try self.catalogue.list().map(\.identifier) == listed)
    #expect(opened == count)
  }

  @Test func doesNotLetInWhatEndedAChild() throws {
    try write("faulty", "crash")
    _ = try catalogue.list()
    let error = #expect(throws: PluginError.self) {
      _ = try catalogue.makeInstance("urn:tactus:faulty", rate: 48_000, maximumFrames: 64)
    }
    #expect(error?.message.contains("crashed with SIGSEGV while it was opened") == true)
    _ = try catalogue.makeInstance("urn:tactus:test:gain", rate: 48_000, maximumFrames: 64)
  }

  @Test func tellsTheLoadersReason() throws {
    try WrittenBundle.write("garbage", to: bundles)
    try WrittenBundle.write("missing", to: bundles)
    try FileManager.default.removeItem(atPath: "\(bundles.path)/missing.lv2/plugin.so")
    let catalogue = catalogue
    #expect(try catalogue.list().contains { $0.identifier == "urn:tactus:test:gain" })
    #expect(
      catalogue.problems.map(\.path)
        == ["garbage", "missing"].map { "\(bundles.path)/\($0).lv2/plugin.so" })
    #expect(catalogue.problems.first?.message == "file too short")
    #expect(catalogue.problems.last?.message.contains("No such file") == true)
  }

  @Test func tellsThatALibraryLacksThePlugin() throws {
    try write("other", "nothing")
    let catalogue = catalogue
    #expect(try catalogue.list().allSatisfy { $0.identifier != "urn:tactus:other" })
    #expect(catalogue.problems.map(\.message) == ["does not have <urn:tactus:other>"])
  }

  @Test func readsAgainWhenALibraryCame() throws {
    try WrittenBundle.write("other", to: bundles)
    _ = try catalogue.list()
    try write("other", "nothing")
    let catalogue = catalogue
    _ = try catalogue.list()
    #expect(opened == 1)
    #expect(catalogue.problems.map(\.message) == ["does not have <urn:tactus:other>"])
  }

  @Test func opensNothingInThisProcess() throws {
    try write("a", "nothing")
    _ = try catalogue.list()
    let processes = try String(contentsOf: record, encoding: .utf8).split(separator: "\n")
    #expect(processes.count == 1)
    #expect(!processes.contains("\(getpid())"))
  }
}
