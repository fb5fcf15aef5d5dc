import Testing

@testable import Control

@Suite("Messages of a control server") struct ServerMessageTests {
  private func read(_ line: [UInt8]) throws(ControlError) -> ServerMessage {
    try ServerMessage(parsing: line.dropLast())
  }

  @Test func keepsGreeting() throws {
    let greeting = ServerGreeting(processID: 123)
    #expect(try read(greeting.line) == .hello(greeting))
  }

  @Test func keepsResults() throws {
    let response = ControlResponse(id: 3, result: .success(["nodes": ["amp"], "rate": 48000]))
    #expect(try read(response.line) == .response(response))
    let nothing = ControlResponse(id: 0, result: .success(.null))
    #expect(try read(nothing.line) == .response(nothing))
  }

  @Test(arguments: ControlError.Code.allCases)
  func keepsErrors(code: ControlError.Code) throws {
    let response = ControlResponse(id: nil, result: .failure(ControlError(code, "it \"is\" so")))
    #expect(try read(response.line) == .response(response))
  }

  @Test(arguments: [
    "\0", "a\u{1}\n\0b", "", "e" + String(repeating: "\u{301}", count: 10_000),
    String(repeating: "é🎸", count: 3000),
  ])
  func errorsStayReadableWhateverTheyQuote(text: String) throws {
    let response = ControlResponse(id: 1, result: .failure(ControlError(.unknownField, text)))
    guard case .response(let read) = try read(response.line) else {
      return #expect(Bool(false), "not a response")
    }
    #expect(throws: ControlError.self) { try read.result.get() }
  }

  @Test func refusalOfAFieldThatIsAZeroCanBeRead() throws {
    // Found by the fuzzer: the sentence names the field, and no text may have a zero in it.
    let line = Array(#"{"id":1,"command":"reload","\u0000":1}"#.utf8)
    guard case .failure(let refusal) = ControlRequest.parse(line[...]) else {
      return #expect(Bool(false), "an unknown field is taken")
    }
    #expect(refusal.error.code == .unknownField)
    #expect(throws: Never.self) { try self.read(refusal.response.line) }
  }

  @Test(arguments: ControlTopic.allCases)
  func keepsNotifications(topic: ControlTopic) throws {
    for dropped in [0, 41] {
      let line = ControlNotification.line(topic, body: Array(#"{"a":[1]}"#.utf8), dropped: dropped)
      let wanted = ControlNotification(topic, ["a": [1]], dropped: dropped)
      #expect(try read(line) == .notification(wanted))
    }
  }

  @Test(arguments: [
    #"{}"#, #"{"id":1}"#, #"{"id":"a","result":1}"#, #"{"id":1,"result":1,"more":2}"#,
    #"{"id":1,"error":{"code":"strange","message":"a"}}"#, #"{"id":1,"error":{"code":"failed"}}"#,
    #"{"notification":"levels"}"#, #"{"notification":"weather","body":1}"#, #"{"hello":{}}"#,
  ])
  func refuses(text: String) {
    #expect(throws: ControlError.self) {
      try ServerMessage(parsing: ArraySlice(text.utf8.map { $0 }))
    }
  }
}
