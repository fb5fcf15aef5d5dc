import SwiftSyntax

/// The constrained targets import each other, the C shims and atomics, nothing else.
enum ImportRule {
  private static let allowed =
    SourceFile.constrainedTargets + ["CRealtime", "Swift", "Synchronization"]

  static func findings(in file: SourceFile) -> [Finding] {
    let imports = ImportVisitor(viewMode: .sourceAccurate)
    imports.walk(file.syntax)
    return imports.declarations.compactMap { declaration in
      let module = declaration.path.first?.name.text ?? ""
      guard !allowed.contains(module) else { return nil }
      return file.finding(
        "\(file.target) is part of the cycle: no import of \(module)", at: declaration)
    }
  }
}

private final class ImportVisitor: SyntaxVisitor {
  private(set) var declarations: [ImportDeclSyntax] = []

  override func visit(_ node: ImportDeclSyntax) -> SyntaxVisitorContinueKind {
    declarations.append(node)
    return .skipChildren
  }
}
