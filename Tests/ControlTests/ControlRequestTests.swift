import Testing

@testable import Control

@Suite("Control requests") struct ControlRequestTests {
  private func parse(_ text: String) -> Result<ControlRequest, ControlRequest.Refusal> {
    ControlRequest.parse(ArraySlice(Array(text.utf8)))
  }

  private func code(_ text: String) -> ControlError.Code? {
    guard case .failure(let refusal) = parse(text) else { return nil }
    return refusal.error.code
  }

  @Test(arguments: ControlCommand.samples)
  func keepsEveryCommand(command: ControlCommand) {
    let request = ControlRequest(id: 17, command: command)
    #expect(ControlRequest.parse(request.line.dropLast()) == .success(request))
    #expect(request.line.last == 0x0A)
    #expect(request.line.filter { $0 == 0x0A }.count == 1)
  }

  @Test func samplesHoldEveryCommand() {
    let written = Set(
      ControlCommand.samples.compactMap { command -> String? in
        guard case .text(let name)? = command.written["command"] else { return nil }
        return name
      })
    #expect(written == Set(ControlCommand.names))
  }

  @Test func singleEditEqualsTransactionOfOne() {
    let single = parse(#"{"id":1,"command":"mute","arguments":{"on":true}}"#)
    let listed = parse(
      #"{"id":1,"command":"transaction","arguments":{"commands":[{"command":"mute","arguments":{"on":true}}]}}"#
    )
    #expect(single == listed)
    #expect(single == .success(ControlRequest(id: 1, command: .host(.edit([.mute(true)])))))
  }

  @Test(arguments: [
    (#"[]"#, ControlError.Code.wrongType),
    ("", .malformed),
    ("hello", .malformed),
    (#"{"id":1,"command":"reload""#, .malformed),
    (#"{"command":"reload"}"#, .missingField),
    (#"{"id":-1,"command":"reload"}"#, .outOfRange),
    (#"{"id":9007199254740992,"command":"reload"}"#, .outOfRange),
    (#"{"id":"1","command":"reload"}"#, .wrongType),
    (#"{"id":1.5,"command":"reload"}"#, .wrongType),
    (#"{"id":1}"#, .missingField),
    (#"{"id":1,"command":"explode"}"#, .unknownCommand),
    (#"{"id":1,"command":7}"#, .wrongType),
    (#"{"id":1,"command":"reload","protocol":2}"#, .unsupportedVersion),
    (#"{"id":1,"command":"reload","arguments":[]}"#, .wrongType),
    (#"{"id":1,"command":"reload","arguments":{"x":1}}"#, .unknownField),
    (#"{"id":1,"command":"reload","extra":1}"#, .unknownField),
    (#"{"id":1,"command":"reload","atFrame":4}"#, .notAnEdit),
    (#"{"id":1,"command":"mute","arguments":{"on":true},"atFrame":-4}"#, .outOfRange),
    (#"{"id":1,"command":"mute","arguments":{"on":1}}"#, .wrongType),
    (#"{"id":1,"command":"mute"}"#, .missingField),
    (#"{"id":1,"command":"set","arguments":{"node":"a","parameter":"b"}}"#, .missingField),
    (
      #"{"id":1,"command":"set","arguments":{"node":"a","parameter":"b","value":1e999}}"#,
      .outOfRange
    ),
    (
      #"{"id":1,"command":"set","arguments":{"node":"a","parameter":"b","value":true}}"#, .wrongType
    ),
    (
      #"{"id":1,"command":"set","arguments":{"node":"a","parameter":"b","value":1,"ramp":-1}}"#,
      .outOfRange
    ),
    (#"{"id":1,"command":"set","arguments":{"node":"","parameter":"b","value":1}}"#, .outOfRange),
    (
      #"{"id":1,"command":"set","arguments":{"node":"a\u0000","parameter":"b","value":1}}"#,
      .outOfRange
    ),
    (#"{"id":1,"command":"addNode","arguments":{"node":{"builtin":"gain"}}}"#, .missingField),
    (#"{"id":1,"command":"addNode","arguments":{"node":"gain"}}"#, .wrongType),
    (#"{"id":1,"command":"fade","arguments":{"direction":"up"}}"#, .outOfRange),
    (#"{"id":1,"command":"transport","arguments":{"action":"locate"}}"#, .missingField),
    (#"{"id":1,"command":"transport","arguments":{"action":"start","frame":1}}"#, .unknownField),
    (#"{"id":1,"command":"switchDevice"}"#, .missingField),
    (#"{"id":1,"command":"subscribe","arguments":{"topics":[]}}"#, .outOfRange),
    (#"{"id":1,"command":"subscribe","arguments":{"topics":["levels","levels"]}}"#, .outOfRange),
    (#"{"id":1,"command":"subscribe","arguments":{"topics":["weather"]}}"#, .outOfRange),
    (#"{"id":1,"command":"subscribe","arguments":{"topics":["levels"],"every":0}}"#, .outOfRange),
    (#"{"id":1,"command":"state","arguments":{"sections":["moon"]}}"#, .outOfRange),
    (#"{"id":1,"command":"transaction","arguments":{"commands":[]}}"#, .outOfRange),
    (
      #"{"id":1,"command":"transaction","arguments":{"commands":[{"command":"reload"}]}}"#,
      .notAnEdit
    ),
    (
      #"{"id":1,"command":"transaction","arguments":{"commands":[{"command":"x"}]}}"#,
      .unknownCommand
    ),
    (
      #"{"id":1,"command":"transaction","arguments":{"commands":[{"command":"mute","arguments":{"on":true},"atFrame":1}]}}"#,
      .unknownField
    ),
  ])
  func refuses(text: String, code wanted: ControlError.Code) {
    #expect(code(text) == wanted)
  }

  @Test(arguments: ControlCommand.names)
  func everyCommandRefusesUnknownArguments(name: String) throws {
    let sample = try #require(
      ControlCommand.samples.first { $0.written["command"] == .text(name) })
    var request = sample.written
    request["id"] = 5
    var arguments = request["arguments"]?.fields ?? [:]
    arguments["surprise"] = 1
    request["arguments"] = .object(arguments)
    let parsed = ControlRequest.parse(ArraySlice(JSONValue.object(request).json))
    guard case .failure(let refusal) = parsed else {
      Issue.record("\(name) takes anything")
      return
    }
    #expect(refusal.error.code == .unknownField)
    #expect(refusal.error.message.contains("surprise"))
    #expect(refusal.id == 5)
  }

  @Test func refusesTransactionOfTooMany() {
    let part = #"{"command":"mute","arguments":{"on":true}}"#
    func transaction(_ count: Int) -> String {
      let parts = Array(repeating: part, count: count).joined(separator: ",")
      return #"{"id":1,"command":"transaction","arguments":{"commands":[\#(parts)]}}"#
    }
    #expect(code(transaction(ControlLimits.edits)) == nil)
    #expect(code(transaction(ControlLimits.edits + 1)) == .outOfRange)
  }

  @Test func refusesLongLine() {
    let text = #"{"id":1,"command":"reload"}"#
    let longest = text + String(repeating: " ", count: ControlLimits.requestBytes - text.utf8.count)
    #expect(code(longest) == nil)
    #expect(code(longest + " ") == .tooLong)
  }

  @Test func refusalKeepsNumberOfRequest() {
    guard case .failure(let refusal) = parse(#"{"id":77,"command":"explode"}"#) else {
      Issue.record("taken")
      return
    }
    #expect(refusal.id == 77)
    #expect(refusal.error.message == "there is no command \"explode\"")
  }
}
