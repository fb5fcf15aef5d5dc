import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginCheck

@Suite("CheckFile") struct CheckFileTests {
  private let folder: ScratchDirectory
  private let file: CheckFile
  private let library: URL

  init() throws {
    folder = try ScratchDirectory()
    file = CheckFile(named: "checks.json", in: folder.url.appending(path: "not/yet"))
    library = folder.url.appending(path: "x.so")
    try Data("one".utf8).write(to: library)
  }

  private func descriptor(_ identifier: String) -> PluginDescriptor {
    PluginDescriptor(
      format: .ladspa, identifier: identifier, name: identifier, library: library.path)
  }

  @Test func keepsWhatWasFoundUntilThePluginChanges() throws {
    #expect(file.records.isEmpty)
    #expect(
      file.add([CheckRecord(descriptor("x:a"), .ok), CheckRecord(descriptor("x:b"), .failed)]))
    #expect(file.add([CheckRecord(descriptor("x:b"), .crashed, "SIGSEGV in run")]))
    #expect(file.record(of: descriptor("x:a"))?.verdict == .ok)
    #expect(file.record(of: descriptor("x:b"))?.summary == "crashed (SIGSEGV in run)")
    #expect(file.record(of: descriptor("x:c")) == nil)
    #expect(file.records.keys.sorted() == ["ladspa:x:a", "ladspa:x:b"])
    try Data("another".utf8).write(to: library)
    #expect(file.record(of: descriptor("x:a")) == nil && file.records.isEmpty)
  }

  @Test func takesADamagedFileForAnEmptyOne() throws {
    try FileManager.default.createDirectory(
      at: file.file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("{".utf8).write(to: file.file)
    #expect(file.records.isEmpty)
    #expect(file.add([CheckRecord(descriptor("x:a"), .ok)]))
    #expect(file.records.count == 1)
  }

  @Test func saysWhenItCannotBeWritten() {
    let file = CheckFile(named: "x.json", in: URL(filePath: "/dev/null/here"))
    #expect(!file.add([CheckRecord(descriptor("x:a"), .ok)]))
  }
}
