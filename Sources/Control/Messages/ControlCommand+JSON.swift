extension ControlCommand {
  /// The names of all commands that are not edits.
  enum Name: String, CaseIterable, Sendable {
    case state, subscribe, unsubscribe, transaction, load, reload, save, storeSnapshot
    case removeSnapshot, switchDevice, resetCounters
  }

  /// The names of all commands, in alphabetical order.
  ///
  /// Thread: any of the control side.
  public static var names: [String] {
    (Name.allCases.map(\.rawValue) + ControlEdit.Name.allCases.map(\.rawValue)).sorted()
  }

  /// Reads a command from its name and its arguments.
  package init(_ name: String, arguments: JSONValue, atFrame: Int64?) throws(ControlError) {
    if let edit = ControlEdit.Name(rawValue: name) {
      self = .host(.edit([try ControlEdit(edit, arguments: arguments)], atFrame: atFrame))
      return
    }
    guard let name = Name(rawValue: name) else { throw .unknownCommand(name) }
    guard atFrame == nil || name == .transaction else {
      throw ControlError(.notAnEdit, "\"\(name.rawValue)\" cannot be done at a frame time")
    }
    var fields = try Fields(arguments, of: "\"\(name.rawValue)\"")
    self = try Self.read(name, &fields, atFrame: atFrame)
    try fields.end()
  }

  private static func read(
    _ name: Name, _ fields: inout Fields, atFrame: Int64?
  ) throws(ControlError) -> ControlCommand {
    switch name {
    case .state: return .host(.state(try sections(&fields)))
    case .subscribe:
      let topics = try fields.words("topics", ControlTopic.self)
      let every = try fields.optionalWhole("every", in: 1...1000) ?? 1
      return .subscribe(Subscription(topics, every: Int(every)))
    case .unsubscribe: return .unsubscribe(try fields.words("topics", ControlTopic.self))
    case .transaction: return .host(.edit(try edits(&fields), atFrame: atFrame))
    case .load: return .host(.load(path: try fields.text("path")))
    case .reload: return .host(.reload)
    case .save: return .host(.save(path: try fields.optionalText("path")))
    case .storeSnapshot: return .host(.storeSnapshot(try fields.text("name")))
    case .removeSnapshot: return .host(.removeSnapshot(try fields.text("name")))
    case .switchDevice: return .host(.switchDevice(try device(&fields)))
    case .resetCounters: return .host(.resetCounters)
    }
  }

  private static func sections(_ fields: inout Fields) throws(ControlError) -> [StateSection] {
    guard fields.has("sections") else { return [] }
    return try fields.words("sections", StateSection.self)
  }

  private static func device(_ fields: inout Fields) throws(ControlError) -> DeviceChoice {
    let choice = DeviceChoice(
      driver: try fields.optionalText("driver"), name: try fields.optionalText("name"))
    guard choice.driver != nil || choice.name != nil else {
      throw ControlError(.missingField, "\"switchDevice\" needs \"driver\", \"name\" or both")
    }
    return choice
  }

  private static func edits(_ fields: inout Fields) throws(ControlError) -> [ControlEdit] {
    var edits: [ControlEdit] = []
    for value in try fields.list("commands", upTo: ControlLimits.edits) {
      var part = try Fields(value, of: "command \(edits.count + 1) of the transaction")
      let name = try part.text("command")
      guard let edit = ControlEdit.Name(rawValue: name) else {
        guard Name(rawValue: name) == nil else {
          throw ControlError(.notAnEdit, "\"\(name)\" cannot be part of a transaction")
        }
        throw .unknownCommand(name)
      }
      edits.append(try ControlEdit(edit, arguments: part.optional("arguments") ?? [:]))
      try part.end()
    }
    return edits
  }
}

extension ControlError {
  static func unknownCommand(_ name: String) -> ControlError {
    ControlError(.unknownCommand, "there is no command \"\(name.prefix(64))\"")
  }
}

extension ControlCommand {
  /// The fields of a request that asks for this.
  var written: [String: JSONValue] {
    switch self {
    case .subscribe(let wanted):
      Self.written(
        .subscribe, ["topics": .words(wanted.topics), "every": .integer(Int64(wanted.every))])
    case .unsubscribe(let topics): Self.written(.unsubscribe, ["topics": .words(topics)])
    case .host(let command): command.written
    }
  }

  fileprivate static func written(
    _ name: Name, _ arguments: [String: JSONValue] = [:]
  ) -> [String: JSONValue] {
    let command: [String: JSONValue] = ["command": .text(name.rawValue)]
    return arguments.isEmpty ? command : command.merging(["arguments": .object(arguments)]) { $1 }
  }
}

extension HostCommand {
  fileprivate var written: [String: JSONValue] {
    switch self {
    case .state(let sections):
      ControlCommand.written(.state, sections.isEmpty ? [:] : ["sections": .words(sections)])
    case .edit(let edits, let frame):
      Self.written(edits).merging(frame.map { ["atFrame": .integer($0)] } ?? [:]) { $1 }
    case .load(let path): ControlCommand.written(.load, ["path": .text(path)])
    case .reload: ControlCommand.written(.reload)
    case .save(let path): ControlCommand.written(.save, [:].adding("path", path))
    case .storeSnapshot(let name): ControlCommand.written(.storeSnapshot, ["name": .text(name)])
    case .removeSnapshot(let name): ControlCommand.written(.removeSnapshot, ["name": .text(name)])
    case .switchDevice(let choice):
      ControlCommand.written(
        .switchDevice, [:].adding("driver", choice.driver).adding("name", choice.name))
    case .resetCounters: ControlCommand.written(.resetCounters)
    }
  }

  /// One edit is written as itself, several as a transaction: they mean the same.
  private static func written(_ edits: [ControlEdit]) -> [String: JSONValue] {
    let commands = edits.map { edit -> [String: JSONValue] in
      let (name, arguments) = edit.written
      return ["command": .text(name.rawValue), "arguments": .object(arguments)]
    }
    if commands.count == 1 { return commands[0] }
    return ControlCommand.written(.transaction, ["commands": .list(commands.map { .object($0) })])
  }
}

extension JSONValue {
  static func words<Word: RawRepresentable<String>>(_ words: [Word]) -> JSONValue {
    .list(words.map { .text($0.rawValue) })
  }
}
