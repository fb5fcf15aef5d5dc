internal import Plugins

/// A control whose names are known to exist.
public struct ResolvedControl: Sendable, Equatable {
  /// The control as it was written.
  public var control: SessionControl
  /// The parameter's value at each end of the controller's way.
  public var from = 0.0
  /// The same at its other end.
  public var to = 0.0
}

/// A snapshot whose names are known to exist.
public struct ResolvedSnapshot: Sendable, Equatable {
  /// A parameter's value as a number within its range.
  public struct Value: Sendable, Equatable {
    /// The node's name.
    public var node: String
    /// The parameter's symbol.
    public var symbol: String
    /// Its value.
    public var value: Double
  }

  /// What controls call it.
  public var name: String
  /// What parameters go to.
  public var values: [Value]
  /// Which nodes are bypassed or not, by their names.
  public var bypasses: [String: Bool]
}

extension SessionResolver {
  /// Looks up what controls and snapshots name.
  static func resolveControls(
    of session: Session, shapes: [NodeShape?], log: ProblemLog
  ) -> (controls: [ResolvedControl], snapshots: [ResolvedSnapshot]) {
    ControlClashes.look(at: session, log: log)
    let names = ControlNames(session: session, shapes: shapes, log: log)
    return (
      session.controls.compactMap { names.resolve($0) }, session.snapshots.map { names.resolve($0) }
    )
  }
}

/// Looks up names for controls and snapshots.
private struct ControlNames {
  let session: Session
  let shapes: [NodeShape?]
  let log: ProblemLog

  func resolve(_ control: SessionControl) -> ResolvedControl? {
    switch control.action {
    case .snapshot(let name):
      let names = session.snapshots.map(\.name.text)
      guard !names.contains(name.text) else { return ResolvedControl(control: control) }
      log.error(
        name.mark, "no snapshot `\(name.text)`" + NearestName.hint(for: name.text, among: names),
        .unknownName)
      return nil
    case .bypass(let node, _):
      return canBypass(node) ? ResolvedControl(control: control) : nil
    case .parameter(let node, let asked):
      guard let parameter = parameter(asked.symbol.text, at: asked.symbol.mark, of: node) else {
        return nil
      }
      return range(of: asked, in: parameter).map {
        ResolvedControl(control: control, from: $0.from, to: $0.to)
      }
    }
  }

  func resolve(_ snapshot: SessionSnapshot) -> ResolvedSnapshot {
    let values = snapshot.values.compactMap { value -> ResolvedSnapshot.Value? in
      let (asked, node) = (value.parameter, value.node)
      guard let parameter = parameter(asked.symbol, at: asked.mark, of: node),
        let number = SessionResolver.value(of: asked, as: parameter, log: log)
      else { return nil }
      return .init(node: node.text, symbol: asked.symbol, value: number)
    }
    let bypasses = snapshot.bypasses.filter { canBypass($0.node) }
    return ResolvedSnapshot(
      name: snapshot.name.text, values: values,
      bypasses: Dictionary(
        bypasses.map { ($0.node.text, $0.isBypassed) }, uniquingKeysWith: { $1 }))
  }

  /// The place of a node; nil, and a problem, when there is none.
  private func place(of node: SessionText) -> Int? {
    if let place = session.nodes.firstIndex(where: { $0.name == node.text }) { return place }
    if !session.hasNamelessNodes {
      log.error(
        node.mark,
        "no node `\(node.text)`"
          + NearestName.hint(for: node.text, among: session.nodes.map(\.name)), .unknownName)
    }
    return nil
  }

  private func canBypass(_ node: SessionText) -> Bool {
    guard let place = place(of: node) else { return false }
    if case .builtin(let builtin) = session.nodes[place].kind, builtin.isFeedback {
      log.error(node.mark, "node `\(node.text)` closes a loop and cannot be bypassed")
      return false
    }
    return true
  }

  private func parameter(
    _ symbol: String, at mark: SourceMark, of node: SessionText
  ) -> NodeShape.Parameter? {
    guard let place = place(of: node), let shape = shapes[place] else { return nil }
    if let found = shape.parameters.first(where: { $0.symbol == symbol }) { return found }
    log.error(
      mark,
      "node `\(node.text)` has no parameter `\(symbol)`"
        + NearestName.hint(for: symbol, among: shape.parameters.map(\.symbol)), .unknownName)
    return nil
  }

  private func range(
    of asked: SessionControl.Parameter, in parameter: NodeShape.Parameter
  ) -> (from: Double, to: Double)? {
    let (symbol, mark) = (asked.symbol.text, asked.symbol.mark)
    guard let from = asked.from ?? parameter.minimum, let to = asked.to ?? parameter.maximum else {
      log.error(mark, "`\(symbol)` has no range of its own: write `from:` and `to:`")
      return nil
    }
    for end in [from, to] {
      let value = SessionParameter(symbol: symbol, value: .number(end), mark: mark)
      guard SessionResolver.value(of: value, as: parameter, log: log) != nil else { return nil }
    }
    if asked.curve == .logarithmic, from * to <= 0 {
      log.error(
        mark,
        "`curve: logarithmic` cannot pass zero: `from:` is \(from.short) and `to:` \(to.short)")
      return nil
    }
    return (from, to)
  }
}
