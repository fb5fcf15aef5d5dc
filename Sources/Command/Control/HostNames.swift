import ArgumentParser
import Control
import Host

/// The hosts of this user that can be steered: those whose control sockets answer.
enum HostNames {
  /// Those that answer, by their names.
  static var all: [String] {
    SocketDirectory.standard.names().filter { name in
      guard let path = try? SocketDirectory.standard.socket(named: name) else { return false }
      return (try? ControlClient(path: path, timeoutMilliseconds: 200)) != nil
    }
  }

  /// The one that is meant, by its name or its process.
  static func choose(_ name: String?) throws -> String {
    if let name { return Int32(name).flatMap { InstanceClaim.names()[$0] } ?? name }
    let names = all
    guard names.count != 1 else { return names[0] }
    guard !names.isEmpty else { throw HostError(.unavailable, "no host of yours runs") }
    throw HostError(
      .usage, "several hosts run: choose one with --host, \(names.joined(separator: ", "))")
  }
}

/// What a running host knows the names of, for the completion of a shell.
enum RunningNames {
  /// Names of nodes.
  static func nodes(_ words: [String]) -> [String] { state(words, .parameters).fields.map(\.key) }

  /// Symbols of the parameters of the node that was named before.
  static func parameters(_ words: [String]) -> [String] {
    let state = state(words, .parameters)
    guard let node = words.first(where: { state[$0] != nil }),
      case .list(let parameters)? = state[node]
    else { return [] }
    return parameters.compactMap { $0["symbol"]?.text }
  }

  /// Names of presets of the node that was named before.
  static func presets(_ words: [String]) -> [String] {
    let state = state(words, .presets)
    guard let node = words.first(where: { state[$0] != nil }) else { return [] }
    return state[node]?.items.compactMap(\.text) ?? []
  }

  static func snapshots(_ words: [String]) -> [String] {
    state(words, .snapshots).items.compactMap(\.text)
  }

  /// Ports with an end that a connection can have.
  static func ports(_ words: [String], _ key: String) -> [String] {
    let nodes = state(words, .graph)["nodes"]?.items ?? []
    return nodes.flatMap { node in
      (node[key]?.items ?? []).compactMap { port in
        node["name"]?.text.flatMap { name in port.text.map { "\(name):\($0)" } }
      }
    }
  }

  /// Nothing when no host answers soon: nobody waits for a list of names.
  private static func state(_ words: [String], _ section: StateSection) -> JSONValue {
    let option = words.firstIndex(of: "--host").map { words.index(after: $0) }
    let name = option.flatMap { words.indices.contains($0) ? words[$0] : nil }
    guard let chosen = try? HostNames.choose(name),
      let path = try? SocketDirectory.standard.socket(named: chosen),
      let client = try? ControlClient(path: path, timeoutMilliseconds: 300),
      let answer = try? client.request(.host(.state([section])), timeoutMilliseconds: 300).get()
    else { return .null }
    return answer[section.rawValue] ?? .null
  }
}

extension JSONValue {
  /// The text; nil of anything else.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The values of a list; none of anything else.
  var items: [JSONValue] { if case .list(let values) = self { values } else { [] } }

  /// The value on one line.
  var line: String { String(decoding: json, as: UTF8.self) }
}

extension [String: JSONValue]? {
  /// The fields in the order of their names.
  fileprivate func map<Result>(_ body: ((key: String, value: JSONValue)) -> Result) -> [Result] {
    (self ?? [:]).sorted { $0.key < $1.key }.map(body)
  }
}
