/// A line a server sends.
public enum ServerMessage: Hashable, Sendable {
  /// The first line of every connection.
  case hello(ServerGreeting)
  case response(ControlResponse)
  case notification(ControlNotification)

  /// Reads a line without its end.
  ///
  /// Thread: any of the control side.
  public init(parsing line: ArraySlice<UInt8>) throws(ControlError) {
    var fields = try Fields(
      try JSONParser.parse(line, depthLimit: 4 * ControlLimits.depth), of: "the server's line")
    if let greeting = fields.optional("hello") {
      self = .hello(try ServerGreeting(greeting))
    } else if fields.has("notification") {
      let topic = try fields.word("notification", ControlTopic.self)
      let dropped = try fields.optionalWhole("dropped", in: 0...Int64(Int.max)) ?? 0
      let body = try fields.required("body")
      self = .notification(ControlNotification(topic, body, dropped: Int(dropped)))
    } else {
      self = .response(try ControlResponse(&fields))
    }
    try fields.end()
  }
}

/// Who answers at a socket.
public struct ServerGreeting: Hashable, Sendable {
  /// The version of the protocol.
  public var version: Int64
  /// The host's process.
  public var processID: Int32

  /// Creates a greeting.
  public init(version: Int64 = ControlLimits.version, processID: Int32) {
    self.version = version
    self.processID = processID
  }

  init(_ value: JSONValue) throws(ControlError) {
    // Later versions may say more here: that is how a client learns that they are later.
    var fields = try Fields(value, of: "\"hello\"")
    version = try fields.whole("protocol", in: 1...Int64.max)
    processID = Int32(try fields.whole("processID", in: 0...Int64(Int32.max)))
  }

  var line: [UInt8] {
    let hello: JSONValue = [
      "hello": ["protocol": .integer(version), "processID": .integer(Int64(processID))]
    ]
    return hello.json + [0x0A]
  }
}

extension ControlResponse {
  fileprivate init(_ fields: inout Fields) throws(ControlError) {
    let id: Int64? =
      switch try fields.required("id") {
      case .null: nil
      case .integer(let id): id
      case let other: throw fields.wrong("id", other, "a whole number")
      }
    if let error = fields.optional("error") {
      var details = try Fields(error, of: "\"error\"")
      let code = try details.word("code", ControlError.Code.self)
      let refusal = ControlError(code, try details.text("message"))
      try details.end()
      self.init(id: id, result: .failure(refusal))
    } else {
      self.init(id: id, result: .success(try fields.required("result")))
    }
  }
}
