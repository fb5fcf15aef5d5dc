/// The answer to one request.
public struct ControlResponse: Hashable, Sendable {
  /// The request's; nil when it could not be read.
  public var id: Int64?
  /// What came of it: the value, or why it was refused.
  public var result: Result<JSONValue, ControlError>

  /// Creates an answer.
  public init(id: Int64?, result: Result<JSONValue, ControlError>) {
    self.id = id
    self.result = result
  }

  /// The answer as a line, with its end.
  ///
  /// Thread: any of the control side.
  public var line: [UInt8] {
    let id = id.map { JSONValue.integer($0) } ?? .null
    let value: JSONValue =
      switch result {
      case .success(let result): ["id": id, "result": result]
      case .failure(let error): ["id": id, "error": error.value]
      }
    return value.json + [0x0A]
  }
}

/// Something a client asked to be told.
public struct ControlNotification: Hashable, Sendable {
  /// What it is about.
  public var topic: ControlTopic
  /// What there is to tell.
  public var body: JSONValue
  /// How many of this client's notifications were lost before this one, as it reads too slowly.
  public var dropped: Int

  /// Creates a notification.
  public init(_ topic: ControlTopic, _ body: JSONValue, dropped: Int = 0) {
    self.topic = topic
    self.body = body
    self.dropped = dropped
  }

  /// The notification as a line, with its end, around a body that is written already.
  static func line(_ topic: ControlTopic, body: [UInt8], dropped: Int) -> [UInt8] {
    var line = Array("{\"notification\":\"\(topic.rawValue)\",".utf8)
    if dropped > 0 { line += "\"dropped\":\(dropped),".utf8 }
    return line + "\"body\":".utf8 + body + "}\n".utf8
  }
}
