import Foundation
import TestSupport
import Testing

@testable import Command

@Suite("NotifySocket") struct NotifySocketTests {
  @Test func sendsToAPath() throws {
    let folder = try ScratchDirectory()
    let name = folder.path + "/notify"
    let listener = try NotifyListener(name)
    let socket = try #require(NotifySocket(name))
    #expect(socket.send("READY=1\nSTATUS=plays"))
    #expect(listener.messages == ["READY=1\nSTATUS=plays"])
  }

  @Test func sendsToANameWithoutAFile() throws {
    let name = "@tactus-\(UUID().uuidString)"
    let listener = try NotifyListener(name)
    #expect(try #require(NotifySocket(name)).send("WATCHDOG=1"))
    #expect(listener.messages == ["WATCHDOG=1"])
  }

  @Test func saysThatNobodyListens() throws {
    let folder = try ScratchDirectory()
    #expect(!(try #require(NotifySocket(folder.path + "/nobody")).send("READY=1")))
    #expect(!(try #require(NotifySocket("@tactus-\(UUID().uuidString)")).send("READY=1")))
  }

  @Test(arguments: [
    "", "/", "@", "notify", "vsock:2:1", "/a\0b", "/" + String(repeating: "n", count: 107),
  ])
  func refusesWhatIsNoSocket(_ name: String) { #expect(NotifySocket(name) == nil) }
}
