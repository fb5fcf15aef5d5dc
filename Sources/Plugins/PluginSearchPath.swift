import Foundation

/// Where a format's plugins are looked for.
package enum PluginSearchPath {
  /// The directories `variable` names, or `standard` when it is unset or empty.
  ///
  /// Colons separate them; `~` at the start of one is the home directory; empty entries and
  /// duplicates are dropped.
  package static func directories(
    variable: String, standard: [String],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    let named = environment[variable]?.split(separator: ":").map(String.init) ?? []
    var seen = Set<String>()
    return (named.isEmpty ? standard : named)
      .map { absolute(expand($0, home: environment["HOME"])) }
      .filter { seen.insert($0).inserted }
  }

  /// The path from the root, without a slash at the end.
  package static func absolute(_ path: String) -> String {
    let whole =
      path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    return whole.hasSuffix("/") ? String(whole.dropLast()) : whole
  }

  /// The names in a directory, sorted; none when it cannot be read.
  package static func names(in directory: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
  }

  /// Debian's name for this machine's architecture, which is a directory below `/usr/lib`.
  package static var multiarch: String {
    #if arch(x86_64)
    "x86_64-linux-gnu"
    #elseif arch(arm64)
    "aarch64-linux-gnu"
    #elseif arch(arm)
    "arm-linux-gnueabihf"
    #elseif arch(riscv64)
    "riscv64-linux-gnu"
    #else
    "unknown-linux-gnu"
    #endif
  }

  private static func expand(_ path: String, home: String?) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }
}
