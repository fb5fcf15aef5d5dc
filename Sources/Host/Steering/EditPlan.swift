import Control
import Drivers
import Graph

/// Edits of one transaction, sorted by what they take.
struct EditPlan {
  let edits: [ControlEdit]
  /// The session without which names mean nothing: the one that plays, or is to play.
  let session: ResolvedSession
  let rate: Int

  /// Whether nothing has to be made or connected.
  static func isFast(_ edits: [ControlEdit], in session: ResolvedSession) -> Bool {
    edits.allSatisfy { edit in
      switch edit {
      case .set(let node, let parameter, _, _):
        // Files and texts of a plugin go by another way than numbers.
        session.shape(of: node)?.parameters.contains { $0.symbol == parameter } ?? false
      case .bypass(let node, _): session.shape(of: node) != nil
      case .snapshot, .fade, .mute, .transport: true
      case .addNode, .removeNode, .connect, .disconnect, .preset: false
      }
    }
  }

  /// What parameters and bypasses come to; of several values for one parameter, the last.
  func live(at frame: UInt64) throws(ControlError) -> LiveEdit {
    var live = LiveEdit()
    live.frame = frame
    for edit in edits {
      switch edit {
      case .set(let node, let symbol, let value, let ramp):
        guard let number = try number(value, for: symbol, of: node) else { continue }
        live.set(node, symbol, to: number, frames: frames(ramp))
      case .bypass(let node, let isBypassed):
        try checkBypass(node)
        live.bypasses[node] = isBypassed
      case .snapshot(let name, let fade):
        guard let snapshot = session.snapshots.first(where: { $0.name == name }) else {
          throw ControlError(
            .notFound,
            "there is no snapshot `\(name)`"
              + NearestName.hint(for: name, among: session.snapshots.map(\.name)))
        }
        for value in snapshot.values {
          live.set(value.node, value.symbol, to: value.value, frames: frames(fade))
        }
        live.bypasses.merge(snapshot.bypasses) { $1 }
        if let fade { live.fadeFrames = frames(fade) }
      case .addNode, .removeNode, .connect, .disconnect, .preset, .fade, .mute, .transport: break
      }
    }
    return live
  }

  private func frames(_ seconds: Double?) -> Int { Int((seconds ?? 0) * Double(rate)) }

  /// A parameter's value as a number; nil when it is a property.
  private func number(
    _ value: ParameterValue, for symbol: String, of node: String
  ) throws(ControlError) -> Double? {
    guard let shape = session.shape(of: node) else {
      throw .noNode(node, among: session.nodes.map(\.node.name))
    }
    guard let parameter = shape.parameters.first(where: { $0.symbol == symbol }) else {
      if shape.isProperty(symbol) { return nil }
      throw ControlError(
        .notFound,
        "node `\(node)` has no parameter `\(symbol)`"
          + NearestName.hint(for: symbol, among: shape.parameters.map(\.symbol)))
    }
    let log = ProblemLog(file: "")
    let asked = SessionParameter(symbol: symbol, value: .init(value), mark: .start)
    if let number = SessionResolver.value(of: asked, as: parameter, log: log) { return number }
    throw ControlError(SessionProblems(log.problems))
  }

  private func checkBypass(_ name: String) throws(ControlError) {
    guard let node = session.session.nodes.first(where: { $0.name == name }) else {
      throw .noNode(name, among: session.nodes.map(\.node.name))
    }
    if case .builtin(let builtin) = node.kind, builtin.isFeedback {
      throw ControlError(.unsupported, "node `\(name)` closes a loop and cannot be bypassed")
    }
  }
}

extension LiveEdit {
  fileprivate mutating func set(_ node: String, _ symbol: String, to value: Double, frames: Int) {
    values.removeAll { $0.node == node && $0.symbol == symbol }
    values.append(Value(node: node, symbol: symbol, value: Float(value), frames: frames))
  }
}

extension ResolvedSession {
  fileprivate func shape(of node: String) -> NodeShape? {
    nodes.first { $0.node.name == node }?.shape
  }
}

extension SessionParameter.Value {
  fileprivate init(_ value: ParameterValue) {
    switch value {
    case .number(let number): self = .number(number)
    case .label(let label): self = .label(label)
    }
  }
}

extension ControlError {
  /// What keeps a session from being played: the first problems of it, without their places, which are
  /// in no file.
  init(_ problems: SessionProblems) {
    let errors = problems.errors
    let code: Code =
      switch errors.first?.kind {
      case .unknownName: .notFound
      case .range: .outOfRange
      case .contradiction: .conflict
      case .other, nil: .failed
      }
    let more = errors.count > 3 ? "; and \(errors.count - 3) more" : ""
    self.init(code, errors.prefix(3).map(\.message).joined(separator: "; ") + more)
  }

  init(_ error: HostError) {
    let lines = error.message.split(separator: "\n").prefix(3).joined(separator: "; ")
    self.init(.failed, lines)
  }
}
