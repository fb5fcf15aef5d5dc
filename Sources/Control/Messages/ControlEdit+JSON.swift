extension ControlEdit {
  /// The names of all edits on the wire.
  enum Name: String, CaseIterable, Sendable {
    case set, bypass, addNode, removeNode, connect, disconnect, snapshot, preset, fade, mute
    case transport
  }

  private enum TransportWord: String, CaseIterable {
    case start, stop, locate
  }

  /// Reads the arguments of an edit.
  init(_ name: Name, arguments: JSONValue) throws(ControlError) {
    var fields = try Fields(arguments, of: "\"\(name.rawValue)\"")
    self = try Self.read(name, &fields)
    try fields.end()
  }

  private static func read(
    _ name: Name, _ fields: inout Fields
  ) throws(ControlError) -> ControlEdit {
    switch name {
    case .set:
      return .set(
        node: try fields.text("node"), parameter: try fields.text("parameter"),
        value: try parameterValue(&fields), rampSeconds: try fields.optionalSeconds("ramp"))
    case .bypass:
      return .bypass(node: try fields.text("node"), isBypassed: try fields.truth("on"))
    case .addNode: return .addNode(try newNode(&fields))
    case .removeNode: return .removeNode(try fields.text("node"))
    case .connect: return .connect(from: try fields.text("from"), to: try fields.text("to"))
    case .disconnect: return .disconnect(from: try fields.text("from"), to: try fields.text("to"))
    case .snapshot:
      return .snapshot(
        try fields.text("name"), fadeSeconds: try fields.optionalSeconds("fade"))
    case .preset:
      return .preset(node: try fields.text("node"), name: try fields.text("name"))
    case .fade:
      return .fade(
        try fields.word("direction", FadeDirection.self),
        seconds: try fields.optionalSeconds("seconds"))
    case .mute: return .mute(try fields.truth("on"))
    case .transport: return .transport(try transportAction(&fields))
    }
  }

  private static func parameterValue(
    _ fields: inout Fields
  ) throws(ControlError) -> ParameterValue {
    let value = try fields.required("value")
    if let number = value.double { return .number(number) }
    guard case .text = value else { throw fields.wrong("value", value, "a number or a text") }
    return .label(try fields.text(value, "value"))
  }

  private static func newNode(_ fields: inout Fields) throws(ControlError) -> [String: JSONValue] {
    let value = try fields.required("node")
    var node = try Fields(value, of: "\"node\" of \"addNode\"")
    _ = try node.text("name")
    return value.fields ?? [:]
  }

  private static func transportAction(
    _ fields: inout Fields
  ) throws(ControlError) -> TransportAction {
    switch try fields.word("action", TransportWord.self) {
    case .start: .start
    case .stop: .stop
    case .locate: .locate(frame: try fields.whole("frame", in: 0...Int64.max))
    }
  }
}

extension ControlEdit {
  /// The name and the arguments as they are written.
  var written: (name: Name, arguments: [String: JSONValue]) {
    switch self {
    case .set(let node, let parameter, let value, let ramp):
      (
        .set,
        ["node": .text(node), "parameter": .text(parameter), "value": value.json]
          .adding("ramp", ramp)
      )
    case .bypass(let node, let isBypassed):
      (.bypass, ["node": .text(node), "on": .bool(isBypassed)])
    case .addNode(let node): (.addNode, ["node": .object(node)])
    case .removeNode(let node): (.removeNode, ["node": .text(node)])
    case .connect(let from, let to): (.connect, ["from": .text(from), "to": .text(to)])
    case .disconnect(let from, let to): (.disconnect, ["from": .text(from), "to": .text(to)])
    case .snapshot(let name, let fade):
      (.snapshot, ["name": .text(name)].adding("fade", fade))
    case .preset(let node, let name): (.preset, ["node": .text(node), "name": .text(name)])
    case .fade(let direction, let seconds):
      (.fade, ["direction": .text(direction.rawValue)].adding("seconds", seconds))
    case .mute(let isMuted): (.mute, ["on": .bool(isMuted)])
    case .transport(let action): (.transport, action.arguments)
    }
  }
}

extension ParameterValue {
  fileprivate var json: JSONValue {
    switch self {
    case .number(let number): .number(number)
    case .label(let label): .text(label)
    }
  }
}

extension TransportAction {
  fileprivate var arguments: [String: JSONValue] {
    switch self {
    case .start: ["action": "start"]
    case .stop: ["action": "stop"]
    case .locate(let frame): ["action": "locate", "frame": .integer(frame)]
    }
  }
}

extension [String: JSONValue] {
  func adding(_ name: String, _ number: Double?) -> Self {
    number.map { merging([name: .number($0)]) { $1 } } ?? self
  }

  func adding(_ name: String, _ text: String?) -> Self {
    text.map { merging([name: .text($0)]) { $1 } } ?? self
  }
}
