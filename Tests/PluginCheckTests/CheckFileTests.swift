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
    file = CheckFile(named: "checks", in: folder.url.appending(path: "not/yet"))
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
    #expect(file.verdicts == ["ladspa:x:a": .ok, "ladspa:x:b": .crashed])
    try Data("another".utf8).write(to: library)
    #expect(file.record(of: descriptor("x:a")) == nil && file.records.isEmpty)
    #expect(file.verdicts.isEmpty)
  }

  @Test func keepsAllOfARecord() throws {
    var record = CheckRecord(descriptor("x:a"), .warnings, "a\tb\nc")
    record.findings = [CheckFinding(.leak, in: .leaks, "leaks\n\u{1}")]
    record.calls = [UnsafeCall(function: "free", stage: "run", stack: ["x"], isHosts: false)]
    record.audit = AuditCounts()
    file.add([record])
    let read = try #require(file.record(of: descriptor("x:a")))
    #expect(abs(read.date.timeIntervalSince(record.date)) < 1)
    #expect(read.reason == record.reason && read.findings == record.findings)
    #expect(read.calls == record.calls && read.audit == record.audit)
  }

  @Test func leavesOutNamesThatWouldBreakALine() {
    #expect(file.add(["x:a", "x:\tb", "x:\nc"].map { CheckRecord(descriptor($0), .ok) }))
    #expect(file.verdicts == ["ladspa:x:a": .ok])
  }

  @Test func takesADamagedFileForAnEmptyOne() throws {
    try FileManager.default.createDirectory(
      at: file.file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("{}\nladspa:x:a\tx.so\n\n\t\t\t\t\nladspa:x:a\tx.so\t1\tno verdict\t{}".utf8)
      .write(to: file.file)
    #expect(file.records.isEmpty)
    #expect(file.add([CheckRecord(descriptor("x:a"), .ok)]))
    #expect(file.records.count == 1)
  }

  @Test func saysWhenItCannotBeWritten() {
    let file = CheckFile(named: "x", in: URL(filePath: "/dev/null/here"))
    #expect(!file.add([CheckRecord(descriptor("x:a"), .ok)]))
  }
}
