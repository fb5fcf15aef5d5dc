import SwiftSyntax

/// Everywhere, a vouch has its reason beside it.
///
/// The reason is a `//` comment directly above the attribute or at the end of its line; a
/// documentation comment counts when it says that something is vouched for.
final class VouchRule: SyntaxVisitor {
  private let file: SourceFile
  private(set) var findings: [Finding] = []

  init(_ file: SourceFile) {
    self.file = file
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: AttributeSyntax) -> SyntaxVisitorContinueKind {
    guard node.isVouch, !hasReason(node) else { return .skipChildren }
    findings.append(
      file.finding(
        "@_semantics(\"no_performance_analysis\") without a reason: say in a // comment directly "
          + "above why the compiler may trust it",
        at: node))
    return .skipChildren
  }

  private func hasReason(_ node: AttributeSyntax) -> Bool {
    let line = Array(lineOf(node))
    let above = line.first?.leadingTrivia.commentDirectlyAbove ?? []
    let beside = line.flatMap(\.trailingTrivia.pieces)
    return (above + beside).contains(where: \.isReason)
  }

  /// The attribute's tokens and those before and after it on the same line.
  private func lineOf(_ node: AttributeSyntax) -> [TokenSyntax] {
    guard var first = node.firstToken(viewMode: .sourceAccurate),
      var last = node.lastToken(viewMode: .sourceAccurate)
    else { return [] }
    while !first.leadingTrivia.startsLine,
      let previous = first.previousToken(viewMode: .sourceAccurate)
    {
      first = previous
    }
    while let next = last.nextToken(viewMode: .sourceAccurate), !next.leadingTrivia.startsLine {
      last = next
    }
    return Array(
      sequence(first: first) { token in
        token == last ? nil : token.nextToken(viewMode: .sourceAccurate)
      })
  }
}

extension AttributeSyntax {
  var name: String { attributeName.trimmedDescription }

  /// Whether the compiler is told to trust the declaration unread.
  var isVouch: Bool {
    name == "_semantics"
      && arguments?.description.contains("no_performance_analysis") == true
  }
}

extension AttributeListSyntax {
  func has(_ name: String) -> Bool {
    contains { $0.as(AttributeSyntax.self)?.name == name }
  }

  var hasVouch: Bool {
    contains { $0.as(AttributeSyntax.self)?.isVouch == true }
  }
}

extension Trivia {
  fileprivate var startsLine: Bool { contains(where: \.isNewline) }

  /// The comment lines that end on the line above, with no empty line between.
  fileprivate var commentDirectlyAbove: [TriviaPiece] {
    var comments: [TriviaPiece] = []
    var newlines = 0
    for piece in pieces.reversed() {
      switch piece {
      case .newlines(let count): newlines += count
      case .spaces, .tabs: continue
      case .lineComment, .docLineComment:
        guard newlines <= 1 else { return comments }
        comments.append(piece)
        newlines = 0
      default: return comments
      }
    }
    return comments
  }
}

extension TriviaPiece {
  fileprivate var isReason: Bool {
    switch self {
    case .lineComment(let text): text.count > 10
    case .docLineComment(let text): text.lowercased().contains("vouch")
    default: false
    }
  }
}
