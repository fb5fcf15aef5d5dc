import Control
import Testing

@testable import OSC

/// A message and what it asks for.
struct Asked: Sendable, CustomTestStringConvertible {
  let message: OSCMessage
  let command: ControlCommand

  init(_ address: String, _ arguments: [OSCArgument], _ command: ControlCommand) {
    message = OSCMessage(address, arguments)
    self.command = command
  }

  init(_ address: String, _ arguments: [OSCArgument], _ edit: ControlEdit) {
    self.init(address, arguments, .host(.edit([edit])))
  }

  var testDescription: String { "\(message.address) \(message.arguments)" }

  /// Every address, with and without what may be left out.
  static let samples: [Asked] = [
    Asked(
      "/tactus/set/amp/gain", [.number(-6.5)],
      .set(node: "amp", parameter: "gain", value: .number(-6.5))),
    Asked(
      "/tactus/set/amp/gain", [.integer(3), .number(0.25)],
      .set(node: "amp", parameter: "gain", value: .number(3), rampSeconds: 0.25)),
    Asked(
      "/tactus/set/my%20amp/mode", [.text("warm")],
      .set(node: "my amp", parameter: "mode", value: .label("warm"))),
    Asked("/tactus/bypass/amp", [.integer(1)], .bypass(node: "amp", isBypassed: true)),
    Asked("/tactus/bypass/amp", [.number(0)], .bypass(node: "amp", isBypassed: false)),
    Asked("/tactus/bypass/amp", [.truth(true)], .bypass(node: "amp", isBypassed: true)),
    Asked("/tactus/bypass/mix", [.truth(true)], .bypass(node: "mix", isBypassed: true)),
    Asked("/tactus/snapshot", [.text("verse")], .snapshot("verse")),
    Asked(
      "/tactus/snapshot", [.text("verse"), .number(1.5)], .snapshot("verse", fadeSeconds: 1.5)),
    Asked("/tactus/mute", [.truth(true)], .mute(true)),
    Asked("/tactus/mute", [.integer(0)], .mute(false)),
    Asked("/tactus/fade", [.text("in")], .fade(.in)),
    Asked("/tactus/fade", [.text("out"), .integer(2)], .fade(.out, seconds: 2)),
    Asked("/tactus/transport", [.text("start")], .transport(.start)),
    Asked("/tactus/transport", [.text("stop")], .transport(.stop)),
    Asked(
      "/tactus/transport", [.text("locate"), .integer(1 << 40)],
      .transport(.locate(frame: 1 << 40))),
    Asked("/tactus/preset/amp", [.text("Crunch")], .preset(node: "amp", name: "Crunch")),
    Asked("/tactus/reload", [], .host(.reload)),
    Asked("/tactus/save", [], .host(.save(path: nil))),
    Asked("/tactus/save", [.text("a.yaml")], .host(.save(path: "a.yaml"))),
    Asked(
      "/tactus/connect", [.text("amp:out"), .text("playback_1")],
      .connect(from: "amp:out", to: "playback_1")),
    Asked(
      "/tactus/disconnect", [.text("amp:out"), .text("playback_1")],
      .disconnect(from: "amp:out", to: "playback_1")),
    Asked("/tactus/subscribe", [.text("levels")], .subscribe(Subscription([.levels]))),
    Asked(
      "/tactus/subscribe", [.text("levels"), .integer(3)],
      .subscribe(Subscription([.levels], every: 3))),
    Asked("/tactus/unsubscribe", [.text("events")], .unsubscribe([.events])),
  ]
}

@Suite("Requests by OSC") struct OSCRequestTests {
  private func parse(_ messages: [OSCMessage]) throws(OSCRequest.Refusal) -> OSCRequest {
    try OSCRequest.parse(OSCPacket(isBundle: messages.count > 1, messages: messages))
  }

  private func refusal(_ messages: OSCMessage...) -> OSCRequest.Refusal? {
    do throws(OSCRequest.Refusal) {
      _ = try parse(messages)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: Asked.samples) func reads(asked: Asked) throws {
    let wanted = OSCRequest.command(asked.command, address: asked.message.address)
    #expect(try parse([asked.message]) == wanted)
  }

  @Test func samplesHaveEveryAddress() {
    let addresses = Set(Asked.samples.map { $0.message.address.split(separator: "/")[1] })
    #expect(addresses == Set(OSCCall.Form.allCases.map { Substring($0.rawValue) }))
  }

  private static let refused: [(String, [OSCArgument], ControlError.Code)] = [
    ("/tactus/set/amp/gain", [], .missingField),
    ("/tactus/set/amp/gain", [.truth(true)], .wrongType),
    ("/tactus/set/amp/gain", [.other("N")], .wrongType),
    ("/tactus/set/amp/gain", [.number(.nan)], .outOfRange),
    ("/tactus/set/amp/gain", [.number(1), .text("slow")], .wrongType),
    ("/tactus/set/amp/gain", [.number(1), .number(-1)], .outOfRange),
    ("/tactus/set/amp/gain", [.number(1), .number(1), .number(1)], .unknownField),
    ("/tactus/set/amp/gain", [.text("")], .outOfRange),
    ("/tactus/set/amp", [.number(1)], .unknownCommand),
    ("/tactus/set/amp/gain/more", [.number(1)], .unknownCommand),
    ("/tactus/set/*/gain", [.number(1)], .outOfRange),
    ("/tactus/set//gain", [.number(1)], .outOfRange),
    ("/tactus/bypass/amp", [.text("yes")], .wrongType),
    ("/tactus/mute", [], .missingField),
    ("/tactus/snapshot", [.integer(3)], .wrongType),
    ("/tactus/fade", [.text("up")], .outOfRange),
    ("/tactus/transport", [.text("locate")], .missingField),
    ("/tactus/transport", [.text("locate"), .number(1)], .wrongType),
    ("/tactus/transport", [.text("start"), .integer(1)], .unknownField),
    ("/tactus/connect", [.text("a:b")], .missingField),
    ("/tactus/reload", [.integer(1)], .unknownField),
    ("/tactus/subscribe", [.text("weather")], .outOfRange),
    ("/tactus/explode", [], .unknownCommand),
    ("/tactus", [], .unknownCommand),
    ("/other/mute", [.truth(true)], .unknownCommand),
    ("", [], .unknownCommand),
  ]

  @Test(arguments: refused)
  func refuses(address: String, arguments: [OSCArgument], code: ControlError.Code) {
    let refusal = refusal(OSCMessage(address, arguments))
    #expect(refusal?.error.code == code)
    #expect(refusal?.address == address)
  }

  @Test func bundleIsOneTransaction() throws {
    let edits = Asked.samples.compactMap { asked -> (OSCMessage, ControlEdit)? in
      guard case .host(.edit(let edits, _)) = asked.command else { return nil }
      return (asked.message, edits[0])
    }
    #expect(
      try parse(edits.map(\.0))
        == .command(.host(.edit(edits.map(\.1))), address: OSCRequest.bundleAddress))
  }

  @Test func bundleTakesEditsOnly() {
    let refusal = refusal(OSCMessage("/tactus/mute", [.truth(true)]), OSCMessage("/tactus/reload"))
    #expect(refusal?.error.code == .notAnEdit)
    #expect(refusal?.address == OSCRequest.bundleAddress)
  }

  @Test func bundleWithAMistakeIsRefusedWholeAndTheMistakeNamed() {
    let refusal = refusal(
      OSCMessage("/tactus/mute", [.truth(true)]), OSCMessage("/tactus/set/amp", [.number(1)]))
    #expect(refusal?.address == "/tactus/set/amp")
  }

  @Test func bundleHasALimit() {
    let edit = OSCMessage("/tactus/mute", [.truth(true)])
    let refusal = refusal(edit)
    #expect(refusal == nil)
    #expect(
      throws: OSCRequest.Refusal.self,
      performing: {
        try OSCRequest.parse(
          OSCPacket(
            isBundle: true, messages: Array(repeating: edit, count: ControlLimits.edits + 1)))
      })
  }

  @Test func frameGoesWithEditsOnly() throws {
    let packet = { (message: OSCMessage) in OSCPacket(isBundle: true, messages: [message]) }
    let mute = OSCMessage("/tactus/mute", [.truth(true)])
    #expect(
      try OSCRequest.parse(packet(mute), atFrame: 7)
        == .command(.host(.edit([.mute(true)], atFrame: 7)), address: "/tactus/mute"))
    #expect(throws: OSCRequest.Refusal.self) {
      try OSCRequest.parse(packet(OSCMessage("/tactus/reload")), atFrame: 7)
    }
  }

  @Test(arguments: ["ok", "error", "level/a", "event", "changed/set/a/b", "statistics/load"])
  func whatHostsSayIsNoRequest(end: String) throws {
    #expect(try parse([OSCMessage("/tactus/\(end)", [.other("N")])]) == .told)
  }
}
