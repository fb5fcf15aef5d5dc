import DriverJACK
import Foundation
import TestSupport
import Testing

@testable import Command

@Suite("JACK patch memory") struct JACKPatchMemoryTests {
  private let scratch: ScratchDirectory
  private var folder: URL { scratch.url.appending(path: "state/tactus") }
  private let patch = JACKPatch(
    made: [.init(port: "out_1", peer: "desk:in")],
    removed: [.init(port: "out_2", peer: "system:playback_2")])

  init() throws { scratch = try ScratchDirectory() }

  private func note(_ memory: JACKPatchMemory, inFile: Bool, client: String = "box") {
    memory.note(patch, server: "default", client: client, inFile: inFile)
  }

  private func patch(_ memory: JACKPatchMemory, fromFile: Bool, client: String = "box") -> JACKPatch
  {
    memory.patch(server: "default", client: client, fromFile: fromFile)
  }

  @Test func remembersAsLongAsItLives() {
    let memory = JACKPatchMemory(folder: folder)
    #expect(patch(memory, fromFile: false) == JACKPatch())
    note(memory, inFile: false)
    #expect(patch(memory, fromFile: false) == patch)
    #expect(patch(memory, fromFile: false, client: "other") == JACKPatch())
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    #expect(patch(JACKPatchMemory(folder: folder), fromFile: true) == JACKPatch())
  }

  @Test func remembersInAFileWhenAsked() {
    note(JACKPatchMemory(folder: folder), inFile: true)
    let next = JACKPatchMemory(folder: folder)
    #expect(patch(next, fromFile: false) == JACKPatch())
    #expect(patch(next, fromFile: true) == patch)
    #expect(patch(next, fromFile: true, client: "other") == JACKPatch())
  }

  @Test func namesStayInTheFolder() throws {
    let memory = JACKPatchMemory(folder: folder)
    note(memory, inFile: true, client: "../../x")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    #expect(patch(JACKPatchMemory(folder: folder), fromFile: true, client: "../../x") == patch)
  }

  @Test func aFileThatCannotBeReadIsNone() throws {
    try scratch.write("{", to: "state/tactus/jack-default-box.json")
    #expect(patch(JACKPatchMemory(folder: folder), fromFile: true) == JACKPatch())
  }

  @Test func aFolderThatCannotBeMadeLosesNothingInThisRun() throws {
    try scratch.write("", to: "state")
    let memory = JACKPatchMemory(folder: folder)
    note(memory, inFile: true)
    #expect(patch(memory, fromFile: true) == patch)
  }
}
