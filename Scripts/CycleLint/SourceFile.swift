import SwiftSyntax

/// One parsed file, and which rules apply to it.
struct SourceFile {
  /// The targets whose code may run in a cycle.
  static let constrainedTargets = ["Realtime", "WorkQueues", "Signal", "Graph"]
  /// The one whose generics are proved through their concrete callers in the other three.
  static let genericTarget = "Realtime"

  let path: String
  let target: String
  let syntax: SourceFileSyntax
  private let locations: SourceLocationConverter

  /// `path` begins with the target's folder: `Realtime/Ring.swift`.
  init(path: String, syntax: SourceFileSyntax) {
    self.path = path
    self.syntax = syntax
    target = String(path.prefix { $0 != "/" })
    locations = SourceLocationConverter(fileName: path, tree: syntax)
  }

  var isConstrained: Bool { Self.constrainedTargets.contains(target) }

  /// Whether the file only prepares or reads what the cycle uses.
  var isControlSide: Bool {
    path.hasSuffix("+Setup.swift") || path.contains("/Compile/")
      || firstComment?.hasPrefix("// Control side.") == true
  }

  func finding(_ message: String, at node: some SyntaxProtocol) -> Finding {
    let line = node.startLocation(converter: locations).line
    return Finding(file: "Sources/\(path)", line: line, message: message)
  }

  func finding(_ message: String, at position: AbsolutePosition) -> Finding {
    Finding(
      file: "Sources/\(path)", line: locations.location(for: position).line, message: message)
  }

  private var firstComment: String? {
    syntax.firstToken(viewMode: .sourceAccurate)?.leadingTrivia.lazy.compactMap { piece in
      if case .lineComment(let text) = piece { text } else { nil }
    }.first
  }
}
