import SwiftSyntax

/// In the constrained targets, whatever can run in a cycle is `@_noLocks`.
final class CycleRule: SyntaxVisitor {
  private let file: SourceFile
  private let genericTypes: Set<String>
  /// For each enclosing type or extension: whether it is generic.
  private var scopes: [Bool] = []
  private(set) var findings: [Finding] = []

  /// `genericTypes` are the names of the generic types the file's target declares.
  init(_ file: SourceFile, genericTypes: Set<String>) {
    self.file = file
    self.genericTypes = genericTypes
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    let isGeneric = node.genericParameterClause != nil || node.signature.takesOpaqueParameter
    check(
      "func \(node.name.text)", node.attributes, at: node.funcKeyword,
      hasBody: node.body != nil, isGeneric: isGeneric)
    return .skipChildren
  }

  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
    let isGeneric = node.genericParameterClause != nil || node.signature.takesOpaqueParameter
    check(
      "init", node.attributes, at: node.initKeyword, hasBody: node.body != nil,
      isGeneric: isGeneric)
    return .skipChildren
  }

  /// A deinit cannot stand in another file, and the annotation on it proves nothing; the compiler
  /// refuses an annotated function that could end such a value.
  override func visit(_ node: DeinitializerDeclSyntax) -> SyntaxVisitorContinueKind {
    .skipChildren
  }

  override func visit(_ node: SubscriptDeclSyntax) -> SyntaxVisitorContinueKind {
    guard let block = node.accessorBlock else { return .skipChildren }
    check(
      block, of: "subscript", node.attributes, at: node.subscriptKeyword,
      isGeneric: node.genericParameterClause != nil)
    return .skipChildren
  }

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    for binding in node.bindings {
      guard let block = binding.accessorBlock else { continue }
      let name = "var \(binding.pattern.trimmedDescription)"
      check(block, of: name, node.attributes, at: binding.pattern, isGeneric: false)
    }
    return .skipChildren
  }

  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind {
    enter(node.genericParameterClause != nil)
  }
  override func visitPost(_ node: StructDeclSyntax) { scopes.removeLast() }

  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind {
    enter(node.genericParameterClause != nil)
  }
  override func visitPost(_ node: ClassDeclSyntax) { scopes.removeLast() }

  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind {
    enter(node.genericParameterClause != nil)
  }
  override func visitPost(_ node: EnumDeclSyntax) { scopes.removeLast() }

  override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind {
    let path = node.extendedType.trimmedDescription.split(separator: ".")
    return enter(path.contains { genericTypes.contains(String($0)) })
  }
  override func visitPost(_ node: ExtensionDeclSyntax) { scopes.removeLast() }

  /// What a protocol requires has no body to check; what its extension adds is generic over Self.
  override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  private func enter(_ isGeneric: Bool) -> SyntaxVisitorContinueKind {
    scopes.append(isGeneric)
    return .visitChildren
  }

  private func check(
    _ block: AccessorBlockSyntax, of name: String, _ attributes: AttributeListSyntax,
    at place: some SyntaxProtocol, isGeneric: Bool
  ) {
    guard case .accessors(let accessors) = block.accessors else {
      check(
        name, attributes, at: place, hasBody: true, isGeneric: isGeneric,
        cure: "write `@_noLocks get { … }`")
      return
    }
    for accessor in accessors {
      check(
        "\(name) \(accessor.accessorSpecifier.text)",
        AttributeListSyntax(Array(attributes) + Array(accessor.attributes)),
        at: accessor.accessorSpecifier, hasBody: accessor.body != nil, isGeneric: isGeneric)
    }
  }

  private func check(
    _ name: String, _ attributes: AttributeListSyntax, at place: some SyntaxProtocol,
    hasBody: Bool, isGeneric: Bool = false,
    cure: String = "annotate it"
  ) {
    guard hasBody, !attributes.has("_noLocks"), !attributes.hasVouch else { return }
    let isGeneric = isGeneric || scopes.contains(true) || attributes.has("inlinable")
    if isGeneric && file.target == SourceFile.genericTarget { return }
    let cure = isGeneric ? "make it concrete, or part of \(SourceFile.genericTarget)" : cure
    findings.append(
      file.finding(
        "\(name) can run in a cycle and is not @_noLocks: \(cure), or move it to a control-side "
          + "file (`X+Setup.swift`)",
        at: place))
  }
}

/// Finds the names of the generic types a file declares.
final class GenericTypes: SyntaxVisitor {
  private(set) var names: Set<String> = []

  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node.name, node.genericParameterClause)
  }
  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node.name, node.genericParameterClause)
  }
  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node.name, node.genericParameterClause)
  }
  override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind {
    names.insert(node.name.text)
    return .skipChildren
  }

  private func note(
    _ name: TokenSyntax, _ clause: GenericParameterClauseSyntax?
  ) -> SyntaxVisitorContinueKind {
    if clause != nil { names.insert(name.text) }
    return .visitChildren
  }
}

extension FunctionSignatureSyntax {
  /// Whether a parameter is `some P`, which makes the function generic.
  fileprivate var takesOpaqueParameter: Bool {
    parameterClause.parameters.contains { parameter in
      parameter.type.tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .keyword(.some) }
    }
  }
}
