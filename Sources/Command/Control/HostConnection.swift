import Control
import Host

/// A host while a command asks it.
struct HostConnection {
  private let client: ControlClient
  private let asJSON: Bool

  init(_ options: CtlOptions) throws {
    let name = try HostNames.choose(options.hostName)
    asJSON = options.json
    do throws(ControlSocketError) {
      client = try ControlClient(path: try SocketDirectory.standard.socket(named: name))
    } catch {
      throw HostError(.unavailable, "host \(name): \(error)")
    }
  }

  /// Asks for something; a refusal ends the command.
  func ask(_ command: ControlCommand) throws -> JSONValue {
    let answer: Result<JSONValue, ControlError>
    do throws(ControlSocketError) {
      answer = try client.request(command, timeoutMilliseconds: 120_000)
    } catch {
      throw HostError(.unavailable, "\(error)")
    }
    switch answer {
    case .success(let value): return value
    case .failure(let error): throw Refusal.by(error)
    }
  }

  /// Asks for something, and prints what the host says to it, if anything.
  func show(_ command: HostCommand) throws { try show(try ask(.host(command))) }

  func show(_ value: JSONValue) throws {
    let text = asJSON ? value.line : JSONOutline.of(value)
    if !text.isEmpty { try Console.standard.write(text) }
  }

  /// Prints notifications until the host ends, or so many came.
  func watch(_ topics: [ControlTopic], every: Int, count: Int?) throws {
    _ = try ask(.subscribe(Subscription(topics, every: every)))
    var left = count ?? .max
    do throws(ControlSocketError) {
      while left > 0, let notification = try client.nextNotification() {
        left -= 1
        do {
          try Console.standard.write(
            asJSON
              ? notification.line : "\(notification.topic.rawValue) \(notification.body.line)")
        } catch { return }
      }
    } catch {
      throw HostError(.unavailable, "\(error)")
    }
  }
}

/// A host's refusal as the end of a command.
enum Refusal {
  static func by(_ error: ControlError) -> HostError {
    HostError(.badSession, "\(error.message) (\(error.code.rawValue))")
  }
}

extension ControlNotification {
  /// As JSON on one line.
  fileprivate var line: String {
    JSONValue.object(["notification": .text(topic.rawValue), "body": body]).line
  }
}

/// JSON as people read it: a line for each value, indented by what it belongs to.
enum JSONOutline {
  static func of(_ value: JSONValue) -> String {
    if value == .null { return "" }
    return lines(value).joined(separator: "\n")
  }

  private static func lines(_ value: JSONValue) -> [String] {
    if let fields = value.fields {
      return fields.sorted { $0.key < $1.key }.flatMap { entry($0.key, $0.value) }
    }
    if case .list(let values) = value { return values.flatMap { item($0) } }
    return [plain(value)]
  }

  private static func entry(_ name: String, _ value: JSONValue) -> [String] {
    if isPlain(value) { return ["\(name): \(plain(value))"] }
    return ["\(name):"] + lines(value).map { "  \($0)" }
  }

  private static func item(_ value: JSONValue) -> [String] {
    if isPlain(value) { return [plain(value)] }
    let fields = value.fields ?? [:]
    guard fields.values.allSatisfy(isPlain) else { return [""] + lines(value) }
    let first = ["name", "symbol", "from"].first { fields[$0] != nil }
    let rest = fields.filter { $0.key != first && $0.value != "" && $0.value != [] }
      .sorted { $0.key < $1.key }.map { "\($0.key)=\(plain($0.value))" }
    return [
      ([first.flatMap { fields[$0] }.map(plain)].compactMap(\.self) + rest).joined(separator: "  ")
    ]
  }

  private static func isPlain(_ value: JSONValue) -> Bool {
    switch value {
    case .object: false
    case .list(let values): values.allSatisfy { $0.fields == nil && $0.items.isEmpty }
    default: true
    }
  }

  private static func plain(_ value: JSONValue) -> String {
    switch value {
    case .text(let text): text
    case .list(let values): values.map(plain).joined(separator: " ")
    default: value.line
    }
  }
}
