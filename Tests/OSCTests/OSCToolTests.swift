import Control
import ControlTestSupport
import Foundation
import TestSupport
import Testing

@testable import OSC

@Suite(
  "OSC tools", .serialized,
  .enabled(if: Tools.isInstalled("oscsend") && Tools.isInstalled("oscdump"), "liblo-tools"))
struct OSCToolTests {
  private func send(_ port: UInt16, _ words: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Tools.path(of: "oscsend")))
    process.arguments = ["127.0.0.1", "\(port)"] + words
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func oscsendSteers() async throws {
    let host = FakeHost()
    let server = try OSCServer(at: .loopback(port: 0), handler: host)
    defer { server.end() }
    let port = server.address.port
    try send(port, "/tactus/set/amp/gain", "ff", "-6", "0.5")
    try send(port, "/tactus/set/amp/mode", "S", "warm")
    try send(port, "/tactus/bypass/amp", "T")
    try send(port, "/tactus/transport", "sh", "locate", "48000")
    try send(port, "/tactus/set/amp/gain", "d", "1.5")
    try send(port, "/tactus/save")
    let wanted: [HostCommand] = [
      .edit([.set(node: "amp", parameter: "gain", value: .number(-6), rampSeconds: 0.5)]),
      .edit([.set(node: "amp", parameter: "mode", value: .label("warm"))]),
      .edit([.bypass(node: "amp", isBypassed: true)]),
      .edit([.transport(.locate(frame: 48_000))]),
      .edit([.set(node: "amp", parameter: "gain", value: .number(1.5))]),
      .save(path: nil),
    ]
    #expect(await eventually { host.commands.withLock { $0.count } == wanted.count })
    #expect(host.commands.withLock { $0 } == wanted)
  }

  @Test func oscdumpShowsWhatIsTold() async throws {
    let free = try UDPSocket(at: .loopback(port: 0)).address
    let dump = Process()
    let output = Pipe()
    dump.executableURL = URL(fileURLWithPath: try #require(Tools.path(of: "oscdump")))
    dump.arguments = ["-L", "\(free.port)"]
    dump.standardOutput = output
    try dump.run()
    // Its process is not waited for: that may hang beside a handler of its output.
    defer { kill(dump.processIdentifier, SIGKILL) }
    let text = Locked("")
    output.fileHandleForReading.readabilityHandler = { handle in
      let new = String(decoding: handle.availableData, as: UTF8.self)
      text.withLock { $0 += new }
    }
    defer { output.fileHandleForReading.readabilityHandler = nil }
    let server = try OSCServer(
      at: .loopback(port: 0), sendingTo: free, handler: FakeHost())
    defer { server.end() }
    // Until it listens nothing is heard.
    let isHeard = await eventually {
      server.publish(.levels, ["levels": [["name": "out 1", "peak": 0.5, "hold": 0.75]]])
      server.publish(.changes, ["change": "mute", "isMuted": true])
      let text = text.withLock { $0 }
      return text.contains("/tactus/level/out%201 ff 0.5")
        && text.contains("/tactus/changed/mute T")
    }
    #expect(isHeard, "\(text.withLock { $0 })")
  }
}
