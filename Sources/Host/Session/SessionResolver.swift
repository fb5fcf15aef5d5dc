import Foundation
import Plugins

/// Connects the nodes of a session: looks every name up and expands chains.
///
/// Cycles are not looked for here; the graph's compiler refuses them. Thread: control.
public enum SessionResolver {
  /// What came of a session, and what is the matter with it.
  public struct Resolution: Sendable {
    /// The session as far as it could be resolved; complete when there are no errors.
    public var session: ResolvedSession
    /// What does not fit.
    public var problems: SessionProblems
  }

  /// Resolves `session`; `shapeOf` is asked once for each plugin node.
  ///
  /// What reading could not understand is passed over, so that one mistake gives one message.
  public static func resolve(
    _ session: Session,
    shapeOf: (SessionNode, SessionPlugin) -> Result<NodeShape, NodeShapeError>
  ) -> Resolution {
    let log = ProblemLog(file: session.path)
    let folder = URL(fileURLWithPath: session.path).deletingLastPathComponent()
    let shapes = session.nodes.map { shape(of: $0, log: log, shapeOf) }
    var wiring = SessionWiring(session: session, shapes: shapes, log: log)
    for chain in session.chains { wiring.add(chain) }
    for connection in session.connections { wiring.add(connection) }
    let midi = SessionMIDIWiring(session: session, shapes: shapes, log: log)
    wiring.mention(midi.mentioned)
    wiring.warnAboutLonelyNodes()
    let nodes = zip(session.nodes, shapes).map { node, shape in
      ResolvedNode(
        node: node, shape: shape ?? NodeShape(inputs: [], outputs: []),
        parameters: shape.map { parameters(of: node, shape: $0, log: log) } ?? [],
        preset: shape.flatMap { preset(of: node, shape: $0, log: log) },
        properties: shape.map {
          properties(of: node, shape: $0, folder: folder, log: log)
        } ?? [])
    }
    var resolved = ResolvedSession(
      session: session, nodes: nodes, connections: wiring.connections, midi: midi.connections)
    (resolved.controls, resolved.snapshots) = resolveControls(
      of: session, shapes: shapes, log: log)
    return Resolution(session: resolved, problems: SessionProblems(log.problems))
  }

  private static func shape(
    of node: SessionNode, log: ProblemLog,
    _ shapeOf: (SessionNode, SessionPlugin) -> Result<NodeShape, NodeShapeError>
  ) -> NodeShape? {
    switch node.kind {
    case .unknown: return nil
    case .builtin(let builtin): return builtin.shape
    case .plugin(let plugin):
      switch shapeOf(node, plugin) {
      case .success(let shape):
        if let state = plugin.state, let problem = shape.stateProblem {
          log.error(state.mark, "node `\(node.name)` cannot begin with this state: \(problem)")
        }
        return shape
      case .failure(let error):
        log.error(plugin.mark, error.message)
        return nil
      }
    }
  }

  private static func parameters(
    of node: SessionNode, shape: NodeShape, log: ProblemLog
  ) -> [ResolvedParameter] {
    node.parameters.compactMap { parameter in
      if shape.isProperty(parameter.symbol) { return nil }
      guard let index = shape.parameters.firstIndex(where: { $0.symbol == parameter.symbol }) else {
        let symbols = shape.parameters.map(\.symbol) + shape.properties.map(\.symbol)
        log.error(
          parameter.mark,
          "node `\(node.name)` has no parameter `\(parameter.symbol)`"
            + NearestName.hint(for: parameter.symbol, among: symbols), .unknownName)
        return nil
      }
      guard let value = value(of: parameter, as: shape.parameters[index], log: log) else {
        return nil
      }
      return ResolvedParameter(symbol: parameter.symbol, index: index, value: value)
    }
  }

  /// A parameter's value as a number; nil, and a problem, when it is out of range.
  static func value(
    of parameter: SessionParameter, as description: NodeShape.Parameter, log: ProblemLog
  ) -> Double? {
    switch parameter.value {
    case .number(let value):
      if description.contains(value) { return value }
      log.error(
        parameter.mark,
        "`\(parameter.symbol)` must be \(description.rangeText), not \(value.short)", .range)
      return nil
    case .label(let label):
      let points = description.scalePoints
      if let point = points.first(where: { $0.label.lowercased() == label.lowercased() }) {
        return point.value
      }
      let hint = NearestName.hint(for: label, among: points.map(\.label))
      let need = points.isEmpty ? "must be a number" : "has no value"
      log.error(
        parameter.mark,
        "`\(parameter.symbol)` \(need)\(points.isEmpty ? ", not" : "") `\(label)`\(hint)", .range)
      return nil
    }
  }
}

extension NodeShape.Parameter {
  /// Whether a value is allowed.
  ///
  /// Bounds are floats: a session's decimals get their rounding.
  fileprivate func contains(_ value: Double) -> Bool {
    Float(value) >= Float(minimum ?? -.infinity) && Float(value) <= Float(maximum ?? .infinity)
  }

  fileprivate var rangeText: String {
    let suffix = unit.isEmpty ? "" : " \(unit)"
    return switch (minimum, maximum) {
    case (let low?, let high?): "from \(low.rounded3) to \(high.rounded3)\(suffix)"
    case (let low?, nil): "at least \(low.rounded3)\(suffix)"
    case (nil, let high?): "at most \(high.rounded3)\(suffix)"
    case (nil, nil): "a number"
    }
  }
}

extension Double {
  /// To three decimals, for messages.
  fileprivate var rounded3: String { ((self * 1000).rounded() / 1000).short }
}
