import Foundation
import Plugins

/// A package, as dpkg knows it.
public struct DebianPackage: Sendable, Codable, Hashable {
  /// Its name.
  public let name: String
  /// Its version, with Debian's part.
  public let version: String

  /// The packages that files are of, by path; none where there is no dpkg.
  static func owners(of paths: Set<String>) -> [String: DebianPackage] {
    guard !paths.isEmpty else { return [:] }
    // A bundle's directory may have a slash at its end, of which dpkg knows nothing.
    let trimmed = Dictionary(
      paths.map { ($0.hasSuffix("/") ? String($0.dropLast()) : $0, $0) },
      uniquingKeysWith: { first, _ in first })
    var names: [String: String] = [:]
    for line in ask(["-S"] + trimmed.keys.sorted()) {
      guard let colon = line.firstRange(of: ": "),
        let path = trimmed[String(line[colon.upperBound...])]
      else { continue }
      names[path] = line.prefix { $0 != "," && $0 != ":" }.description
    }
    let versions = versions(of: Set(names.values))
    return names.compactMapValues { name in
      versions[name].map { DebianPackage(name: name, version: $0) }
    }
  }

  private static func versions(of names: Set<String>) -> [String: String] {
    guard !names.isEmpty else { return [:] }
    let lines = ask(["-W", "-f", "${Package} ${Version}\\n"] + names.sorted())
    let pairs = lines.compactMap { line -> (String, String)? in
      let words = line.split(separator: " ")
      return words.count == 2 ? (String(words[0]), String(words[1])) : nil
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// What dpkg-query prints, line by line.
  private static func ask(_ arguments: [String]) -> [Substring] {
    let limits = ChildProcess.Limits(wallSeconds: 30, outputBytes: 1 << 22)
    let child = try? ChildProcess(
      program: "/usr/bin/dpkg-query", arguments: arguments, environment: ["LC_ALL": "C"],
      limits: limits)
    return child?.wait().output.split(separator: "\n") ?? []
  }
}
