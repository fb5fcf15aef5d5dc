import ArgumentParser
import Control

/// What commands read from their words.
enum Words {
  /// All words of an enumeration.
  static func list<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }

  static func read<Word: CaseIterable & RawRepresentable<String>>(
    _ words: [String], _ type: Word.Type
  ) throws -> [Word] {
    try words.map { text in
      guard let word = Word(rawValue: text) else {
        throw ValidationError("'\(text)' is not one of \(list(type))")
      }
      return word
    }
  }

  static func json(_ text: String) throws -> JSONValue {
    do throws(ControlError) {
      return try JSONValue(parsing: text.utf8)
    } catch {
      throw ValidationError(error.message)
    }
  }

  /// A request's command; what the host would refuse to understand, this does.
  static func command(_ request: JSONValue) throws -> ControlCommand {
    switch ControlRequest.parse(request.json[...]) {
    case .success(let request): return request.command
    case .failure(let refusal): throw Refusal.by(refusal.error)
    }
  }

  /// The same for what only a host does.
  static func request(_ value: JSONValue) throws -> HostCommand {
    guard case .host(let command) = try command(value) else {
      throw ValidationError("this is no request to a host")
    }
    return command
  }
}

/// A line of a batch.
enum BatchLine {
  /// The edit as JSON.
  static func command(_ line: String) throws -> JSONValue {
    if line.hasPrefix("{") { return try Words.json(line) }
    var words = try split(line)
    let ramp = try option("--ramp", in: &words)
    let fade = try option("--fade", in: &words)
    let seconds = try option("--seconds", in: &words)
    let name = words.isEmpty ? "" : words.removeFirst()
    var arguments = try arguments(of: name, words)
    if let ramp { arguments["ramp"] = .number(ramp) }
    if let fade { arguments["fade"] = .number(fade) }
    if let seconds { arguments["seconds"] = .number(seconds) }
    let command = ["add": "addNode", "remove": "removeNode"][name] ?? name
    return ["command": .text(command), "arguments": .object(arguments)]
  }

  private static let fields: [String: [String]] = [
    "set": ["node", "parameter", "value"], "bypass": ["node", "on"], "add": ["node"],
    "remove": ["node"], "connect": ["from", "to"], "disconnect": ["from", "to"],
    "snapshot": ["name"], "preset": ["node", "name"], "fade": ["direction"], "mute": ["on"],
    "transport": ["action", "frame"],
  ]

  private static func arguments(
    of name: String, _ words: [String]
  ) throws -> [String: JSONValue] {
    guard let fields = fields[name] else {
      throw ValidationError(
        "'\(name)' is not one of \(fields.keys.sorted().joined(separator: ", "))")
    }
    let least = name == "transport" ? 1 : fields.count
    guard (least...fields.count).contains(words.count) else {
      throw ValidationError("'\(name)' needs \(fields.joined(separator: ", "))")
    }
    var arguments: [String: JSONValue] = [:]
    for (field, word) in zip(fields, words) { arguments[field] = try value(word, field, of: name) }
    return arguments
  }

  private static func value(
    _ word: String, _ field: String, of name: String
  ) throws -> JSONValue {
    switch (name, field) {
    case (_, "on"):
      guard let state = OnOff(rawValue: word) else {
        throw ValidationError("'\(word)' is neither on nor off")
      }
      return .bool(state == .on)
    case (_, "value"): return Double(word).map { .number($0) } ?? .text(word)
    case (_, "frame"):
      guard let frame = Int64(word) else { throw ValidationError("'\(word)' is no frame") }
      return .integer(frame)
    case ("add", "node"): return try Words.json(word)
    default: return .text(word)
    }
  }

  private static func option(_ name: String, in words: inout [String]) throws -> Double? {
    guard let place = words.firstIndex(of: name) else { return nil }
    guard place + 1 < words.count, let value = Double(words[place + 1]) else {
      throw ValidationError("\(name) needs a number of seconds")
    }
    words.removeSubrange(place...(place + 1))
    return value
  }

  /// The words of a line; quotes keep spaces, as a shell's do.
  private static func split(_ line: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw ValidationError("a quote does not end: \(line)") }
    return words + [word].compactMap(\.self)
  }
}
