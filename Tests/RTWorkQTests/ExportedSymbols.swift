import Foundation

/// What a library offers to programs.
enum ExportedSymbols {
  /// The names of its functions and constants, without those of its versions.
  static func of(_ library: URL) throws -> Set<String> {
    let outcome = try ShellCommand(arguments: ["nm", "-D", "--defined-only", library.path]).run()
    guard outcome.code == 0 else { throw StagedLibrary.Failure(outcome.output) }
    let names = outcome.lines.compactMap { line -> String? in
      let fields = line.split(separator: " ")
      guard fields.count == 3, fields[1] != "A" else { return nil }
      return fields[2].split(separator: "@").first.map(String.init)
    }
    return Set(names)
  }
}
