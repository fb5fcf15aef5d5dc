package import Control

/// What a host tells, as messages.
package enum OSCNotice {
  /// What comes after `/tactus/` in addresses that only hosts send.
  static let words: Set<String> = ["ok", "error", "level", "event", "changed", "statistics"]

  static func ok(_ address: String) -> OSCMessage { OSCMessage("/tactus/ok", [.text(address)]) }

  static func error(_ address: String, _ error: ControlError) -> OSCMessage {
    OSCMessage(
      "/tactus/error", [.text(address), .text(error.code.rawValue), .text(error.message)])
  }

  /// The messages for a notification; none when its body has another shape.
  package static func messages(_ topic: ControlTopic, _ body: JSONValue) -> [OSCMessage] {
    switch topic {
    case .levels: levels(body)
    case .events: event(body)
    case .changes: change(body)
    case .statistics: numbers(body, at: "/tactus/statistics")
    }
  }

  private static func levels(_ body: JSONValue) -> [OSCMessage] {
    guard case .list(let levels)? = body["levels"] else { return [] }
    return levels.compactMap { level in
      guard case .text(let name)? = level["name"], let peak = level["peak"]?.argument,
        let hold = level["hold"]?.argument
      else { return nil }
      return OSCMessage("/tactus/level/\(OSCName.encode(name))", [peak.asNumber, hold.asNumber])
    }
  }

  private static func event(_ body: JSONValue) -> [OSCMessage] {
    guard case .text(let text)? = body["text"] else { return [] }
    return [OSCMessage("/tactus/event", [.text(text)])]
  }

  /// A parameter, a bypass and the mute have an address of their own, for a controller's widgets to
  /// listen at; of all other changes the fields follow by their names in alphabetical order.
  private static func change(_ body: JSONValue) -> [OSCMessage] {
    guard case .text(let kind)? = body["change"] else { return [] }
    let address = "/tactus/changed/\(OSCName.encode(kind))"
    switch (kind, body["node"], body["parameter"], body["value"]?.argument) {
    case ("set", .text(let node)?, .text(let parameter)?, let value?):
      return [
        OSCMessage("\(address)/\(OSCName.encode(node))/\(OSCName.encode(parameter))", [value])
      ]
    case ("bypass", .text(let node)?, _, _):
      guard let isBypassed = body["isBypassed"]?.argument else { return [] }
      return [OSCMessage("\(address)/\(OSCName.encode(node))", [isBypassed])]
    default:
      let rest = (body.fields ?? [:]).filter { $0.key != "change" }.sorted { $0.key < $1.key }
      return [OSCMessage(address, rest.compactMap(\.value.argument))]
    }
  }

  private static func numbers(_ body: JSONValue, at address: String) -> [OSCMessage] {
    guard let fields = body.fields else {
      return body.argument.map { [OSCMessage(address, [$0])] } ?? []
    }
    return fields.sorted { $0.key < $1.key }.flatMap { name, value in
      numbers(value, at: "\(address)/\(OSCName.encode(name))")
    }
  }
}

extension JSONValue {
  /// The value as an argument; nil for what has no type there.
  fileprivate var argument: OSCArgument? {
    switch self {
    case .bool(let value): .truth(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .text(let text): .text(text)
    case .null, .list, .object: nil
    }
  }
}

extension OSCArgument {
  fileprivate var asNumber: OSCArgument {
    if case .integer(let value) = self { .number(Double(value)) } else { self }
  }
}
