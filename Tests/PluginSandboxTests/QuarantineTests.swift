import Foundation
import Plugins
import TestSupport
import Testing

@testable import PluginSandbox

@Suite("Quarantine") struct QuarantineTests {
  @Test func keepsPluginsInAFile() throws {
    try withTemporaryDirectory { folder in
      let file = folder.appending(path: "a/b/quarantine.json")
      let quarantine = Quarantine(file: file)
      #expect(quarantine.entries.isEmpty)
      try quarantine.add(.lv2, "urn:b", reason: "crashed with SIGSEGV")
      try quarantine.add(.ladspa, "a:a", reason: "was late")
      try quarantine.add(.lv2, "urn:b", reason: "crashed with SIGABRT")
      let again = Quarantine(file: file)
      #expect(again.entries.map(\.identifier) == ["a:a", "urn:b"])
      #expect(again.entry(.lv2, "urn:b")?.reason == "crashed with SIGABRT")
      #expect(again.entry(.ladspa, "urn:b") == nil)
      #expect(try again.remove { $0.identifier == "urn:b" }.count == 1)
      #expect(quarantine.entries.map(\.identifier) == ["a:a"])
    }
  }

  @Test func countsADamagedFileAsEmpty() throws {
    try withTemporaryDirectory { folder in
      let quarantine = Quarantine(file: folder.appending(path: "quarantine.json"))
      try Data("{".utf8).write(to: quarantine.file)
      #expect(quarantine.entries.isEmpty)
      try quarantine.add(.lv2, "urn:a", reason: "crashed")
      #expect(quarantine.entries.count == 1)
    }
  }

  @Test func throwsWhenTheFileCannotBeWritten() throws {
    try withTemporaryDirectory { folder in
      try Data().write(to: folder.appending(path: "file"))
      let quarantine = Quarantine(file: folder.appending(path: "file/quarantine.json"))
      #expect(throws: (any Error).self) { try quarantine.add(.lv2, "urn:a", reason: "crashed") }
    }
  }
}
