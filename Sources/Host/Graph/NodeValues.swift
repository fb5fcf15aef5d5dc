import Plugins
import Signal

/// The parameters of a node as they were set last.
struct NodeValues {
  private let defaults: [String: Float]
  private var current: [String: Float]

  init(_ body: RunningNode.Body) {
    switch body {
    case .plugin(let instance):
      defaults = Dictionary(
        instance.descriptor.parameters.map { port in
          (port.symbol, instance.parameter(port.symbol)?.pointee ?? 0)
        }, uniquingKeysWith: { first, _ in first })
    case .processor(let processor):
      defaults = Dictionary(
        processor.parameters.map { ($0.symbol, $0.default) },
        uniquingKeysWith: { first, _ in first })
    case .feedback: defaults = [:]
    }
    current = defaults
  }

  /// Takes a session's values, its defaults for all others; gives what that changes.
  mutating func take(_ parameters: [ResolvedParameter]) -> [(symbol: String, value: Float)] {
    let asked = Dictionary(
      parameters.map { ($0.symbol, Float($0.value)) }, uniquingKeysWith: { _, last in last })
    let wanted = defaults.merging(asked) { $1 }
    let changes = wanted.filter { current[$0.key] != $0.value }
    current = wanted
    return changes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
