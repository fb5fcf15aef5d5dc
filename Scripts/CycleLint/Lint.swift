import Foundation
import SwiftParser
import SwiftSyntax

/// Reads a tree of sources and applies every rule to it.
enum Lint {
  /// The findings in the folder `sources`, by file and line.
  static func findings(in sources: URL) throws -> [Finding] {
    let files = try swiftFiles(in: sources)
    var genericTypes: [String: Set<String>] = [:]
    for file in files where file.isConstrained {
      let visitor = GenericTypes(viewMode: .sourceAccurate)
      visitor.walk(file.syntax)
      genericTypes[file.target, default: []].formUnion(visitor.names)
    }
    return
      files
      .flatMap { findings(in: $0, genericTypes: genericTypes[$0.target, default: []]) }
      .sorted { ($0.file, $0.line) < ($1.file, $1.line) }
  }

  private static func findings(in file: SourceFile, genericTypes: Set<String>) -> [Finding] {
    let vouches = VouchRule(file)
    vouches.walk(file.syntax)
    guard file.isConstrained else { return vouches.findings }
    let imports = ImportRule.findings(in: file)
    guard !file.isControlSide else { return vouches.findings + imports }
    let cycle = CycleRule(file, genericTypes: genericTypes)
    cycle.walk(file.syntax)
    return vouches.findings + imports + cycle.findings
  }

  private static func swiftFiles(in sources: URL) throws -> [SourceFile] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      return SourceFile(path: path, syntax: Parser.parse(source: text))
    }
  }
}
