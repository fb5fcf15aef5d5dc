import Plugins
import Signal

/// The parameters of a node as they were set last.
struct NodeValues {
  private let defaults: [String: Float]
  private var current: [String: Float]
  /// Where controls and snapshots have brought parameters since.
  private var moved: [String: Float] = [:]

  /// The ranges that depend on the rate.
  private var ranges: [String: ClosedRange<Float>] = [:]

  init(_ body: RunningNode.Body, rate: Int) {
    switch body {
    case .plugin(let instance):
      for port in instance.descriptor.parameters where port.isRateScaled {
        ranges[port.symbol] = port.range(rate: rate)
      }
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
    return take(all: defaults.merging(asked) { $1 })
  }

  /// All parameters as they are.
  var present: [String: Float] { current.merging(moved) { $1 } }

  /// Takes note of a value that is not the session's.
  mutating func move(_ symbol: String, to value: Float) {
    guard defaults[symbol] != nil else { return }
    moved[symbol] = ranges[symbol].map { value.clamped(to: $0) } ?? value
  }

  /// Takes a value that is the session's from now on; gives it as the parameter has it.
  mutating func adopt(_ symbol: String, _ value: Float) -> Float {
    let value = ranges[symbol].map { value.clamped(to: $0) } ?? value
    current[symbol] = value
    moved[symbol] = nil
    return value
  }

  /// Where controls and snapshots have brought parameters that the session says otherwise.
  var strays: [String: Float] { moved.filter { current[$0.key] != $0.value } }

  /// Takes the values of the node before it, whose defaults are its own; gives what that changes.
  mutating func take(from other: NodeValues) -> [(symbol: String, value: Float)] {
    var wanted = defaults
    for (symbol, value) in other.current where value != other.defaults[symbol] {
      guard defaults[symbol] != nil else { continue }
      wanted[symbol] = ranges[symbol].map { value.clamped(to: $0) } ?? value
    }
    let before = present
    _ = take(all: wanted)
    moved = [:]
    for (symbol, value) in other.moved { move(symbol, to: value) }
    return present.filter { before[$0.key] != $0.value }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  private mutating func take(all wanted: [String: Float]) -> [(symbol: String, value: Float)] {
    let changes = wanted.filter { current[$0.key] != $0.value }
    current = wanted
    for symbol in changes.keys { moved[symbol] = nil }
    return changes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension Float {
  fileprivate func clamped(to range: ClosedRange<Float>) -> Float {
    min(max(self, range.lowerBound), range.upperBound)
  }
}

extension PluginPort {
  /// The value, or the next to it that a port has whose range depends on the rate.
  func clamped(_ value: Float, rate: Int) -> Float {
    guard isRateScaled, let range = range(rate: rate) else { return value }
    return value.clamped(to: range)
  }

  /// From its minimum to its maximum at a rate, where it has both.
  fileprivate func range(rate: Int) -> ClosedRange<Float>? {
    guard let minimum, let maximum, minimum <= maximum else { return nil }
    return minimum * Float(rate)...maximum * Float(rate)
  }
}
