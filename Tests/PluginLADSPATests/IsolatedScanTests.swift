import Foundation
import PluginTestSupport
import TestSupport
import Testing

@testable import PluginLADSPA
@testable import Plugins

@Suite("LADSPACatalogue with a scanner", .serialized) struct IsolatedScanTests {
  private let home: ScratchDirectory
  private let libraries: URL
  private let record: URL
  private let cache: PluginCache

  init() throws {
    home = try ScratchDirectory()
    libraries = home.url.appending(path: "ladspa")
    record = home.url.appending(path: "record")
    cache = PluginCache(directory: home.url.appending(path: "cache"))
    try FileManager.default.createDirectory(at: libraries, withIntermediateDirectories: true)
  }

  private func catalogue(_ program: String = TactusProgram.url.path) -> LADSPACatalogue {
    LADSPACatalogue(
      directories: [libraries.path], cache: cache,
      scanner: PluginScanner(program: program, secondsPerStep: 2, addressSpaceBytes: 1 << 30))
  }

  private func build(_ name: String, _ fault: String = "nothing") throws {
    try TestPlugins.buildOpening(
      fault, to: libraries.appending(path: "\(name).so"), record: record)
  }

  /// How many libraries were opened so far, in how many processes of others.
  private var opened: Int { (try? String(contentsOf: record, encoding: .utf8))?.lines ?? 0 }

  @Test(arguments: [
    ("crash", "crashed with SIGSEGV while it was opened"),
    ("hang", "did not return within 2 s while it was opened"),
    ("leave", "ended the process with code 3 while it was opened"),
    ("shut", "crashed with SIGKILL while it was opened"),
    ("hoard", "crashed with SIGABRT while it was opened"),
    ("disturb", "wrote into the results of the scan while it was opened"),
  ])
  func aFaultCostsOneLibrary(fault: String, message: String) throws {
    try build("a")
    try build("m", fault)
    try build("z")
    let catalogue = catalogue()
    #expect(try catalogue.list().map(\.identifier) == ["a:gain", "z:gain"])
    let path = libraries.appending(path: "m.so").path
    #expect(catalogue.problems == [PluginProblem(fault: message, at: path)])
  }

  @Test func letsLibrariesPrint() throws {
    for name in ["a", "m", "z"] { try build(name, "print") }
    let catalogue = catalogue()
    #expect(try catalogue.list().map(\.identifier) == ["a:gain", "m:gain", "z:gain"])
    #expect(catalogue.problems.isEmpty)
  }

  @Test func goesOnWithoutALibraryThatVanishes() throws {
    try build("a", "bury")
    try build("m")
    try build("z")
    // The first removes what the second is a link to.
    let victim = URL(filePath: "\(record.path).victim")
    try FileManager.default.moveItem(at: libraries.appending(path: "m.so"), to: victim)
    try FileManager.default.createSymbolicLink(
      at: libraries.appending(path: "m.so"), withDestinationURL: victim)
    let catalogue = catalogue()
    #expect(try catalogue.list().map(\.identifier) == ["a:gain", "z:gain"])
    #expect(catalogue.problems.map(\.path) == [libraries.appending(path: "m.so").path])
    #expect(catalogue.problems.first?.message.contains("No such file") == true)
  }

  @Test func reportsWhatTheLoaderSays() throws {
    try Data("garbage".utf8).write(to: libraries.appending(path: "garbage.so"))
    let catalogue = catalogue()
    #expect(try catalogue.list().isEmpty)
    #expect(catalogue.problems.map(\.message) == ["file too short"])
  }

  @Test func opensAgainOnlyWhatChanged() throws {
    for number in 0..<5 { try build("lib\(number)") }
    try build("lib9", "crash")
    let listed = try catalogue().list()
    #expect(listed.count == 5)
    let cold = opened
    let warm = catalogue()
    #expect(try warm.list() == listed)
    #expect(warm.problems.count == 1)
    #expect(opened == cold)
    try build("lib3")
    #expect(try catalogue().list() == listed)
    #expect(opened == cold + 1)
    try build("lib9")
    #expect(try catalogue().list().count == 6)
    #expect(opened == cold + 2)
    try FileManager.default.removeItem(at: libraries.appending(path: "lib0.so"))
    #expect(try catalogue().list().count == 5)
    #expect(opened == cold + 2)
  }

  @Test func describesOneByItsLibraryAlone() throws {
    try build("a")
    try build("m", "crash")
    #expect(try catalogue().descriptor("a:gain").name == "Test gain")
    #expect(opened == 1)
    let error = #expect(throws: PluginError.self) { try catalogue().descriptor("m:gain") }
    #expect(error?.message.contains("crashed with SIGSEGV while it was opened") == true)
  }

  @Test func doesNotLetInWhatEndedAChild() throws {
    try build("m", "crash")
    let error = #expect(throws: PluginError.self) {
      _ = try catalogue().makeInstance("m:gain", rate: 48_000, maximumFrames: 64)
    }
    #expect(error?.code == .failed)
    #expect(error?.message.contains("crashed with SIGSEGV while it was opened") == true)
  }

  @Test func readsEverythingAgainWhenAskedTo() throws {
    try build("a")
    try build("m", "crash")
    _ = try catalogue().list()
    let count = opened
    cache.clear()
    #expect(try catalogue().list().count == 1)
    #expect(opened == 2 * count)
  }

  @Test func opensNothingInThisProcess() throws {
    try build("a")
    _ = try catalogue().list()
    _ = try catalogue().descriptor("a:gain")
    let processes = try String(contentsOf: record, encoding: .utf8).split(separator: "\n")
    #expect(!processes.contains("\(getpid())"))
    #expect(processes.count == 1)
  }

  @Test func knowsPluginsByTheirNumbers() throws {
    try build("a")
    let number = "\(0x7ac701)"
    #expect(try catalogue().descriptor(number).identifier == "a:gain")
    let instance = try catalogue().makeInstance(number, rate: 48_000, maximumFrames: 64)
    #expect(instance.descriptor.identifier == "a:gain")
    let none = #expect(throws: PluginError.self) { try catalogue().descriptor("12") }
    #expect(none?.code == .notFound)
    try build("b")
    let two = #expect(throws: PluginError.self) { try catalogue().descriptor(number) }
    #expect(two?.message.contains("name one of them, a:gain or b:gain") == true)
  }

  @Test func saysThatItCannotScan() throws {
    try build("a")
    let missing = #expect(throws: PluginError.self) {
      try catalogue("/nonexistent/program").list()
    }
    #expect(missing?.message.contains("/nonexistent/program cannot be started") == true)
    let other = #expect(throws: PluginError.self) { try catalogue("/bin/false").list() }
    #expect(other?.message == "the scan of plugins failed: /bin/false ended with code 1")
    #expect(try catalogue().list().count == 1)
  }
}

extension String {
  fileprivate var lines: Int { split(separator: "\n").count }
}
