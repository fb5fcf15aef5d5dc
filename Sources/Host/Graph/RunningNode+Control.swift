import Graph
import Plugins
import Signal
import Synchronization

// What controls need of a node. Thread: control.
extension RunningNode {
  /// What brings values to its parameters at their frames; nil when nothing can be set.
  var controlInlet: ControlInlet? {
    inlet.withLock { inlet in
      inlet = inlet ?? makeInlet()
      return inlet
    }
  }

  private func makeInlet() -> ControlInlet? {
    let symbols = parameterSymbols
    let (setter, mayBeCut) =
      switch body {
      case .plugin(let instance): (instance.setter, instance.mayBeCutForControl)
      case .processor(let processor): (processor.setter, true)
      case .feedback: (nil, false)
      }
    guard let setter, !symbols.isEmpty else { return nil }
    let inlet = ControlInlet(
      node, setter: setter, parameterCount: symbols.count, mayBeCut: mayBeCut)
    let present = values.withLock { $0.present }
    for (place, symbol) in symbols.enumerated() {
      let value = present[symbol] ?? 0
      inlet.note(value, posted: posted(value, at: place), at: place)
    }
    return inlet
  }

  private var parameterSymbols: [String] {
    switch body {
    case .plugin(let instance): instance.descriptor.parameters.map(\.symbol)
    case .processor(let processor): processor.parameters.map(\.symbol)
    case .feedback: []
    }
  }

  /// The place of a parameter among its own.
  func parameterPlace(_ symbol: String) -> Int? { parameterSymbols.firstIndex(of: symbol) }

  /// Whether values between two of a parameter's mean something else.
  func isDiscrete(_ place: Int) -> Bool {
    switch body {
    case .plugin(let instance):
      let port = instance.descriptor.parameters[place]
      return port.isToggled || port.isInteger || port.isEnumeration
    case .processor(let processor): return !processor.parameters[place].choices.isEmpty
    case .feedback: return false
    }
  }

  /// The value that a parameter takes for one within its range.
  func settled(_ value: Float, at place: Int) -> Float {
    isDiscrete(place) ? value.rounded() : value
  }

  /// What its setter takes for a value.
  func posted(_ value: Float, at place: Int) -> Float {
    if case .processor(let processor) = body { processor.posted(value, at: place) } else { value }
  }

  /// Takes note of values that the session does not say; gives the moves there.
  func moves(
    to changes: [(symbol: String, value: Float)], frames: Int
  ) -> [SteeredMove] {
    values.withLock { values in
      for (symbol, value) in changes { values.move(symbol, to: value) }
    }
    return changes.compactMap { move($0.symbol, to: $0.value, frames: frames) }
  }

  /// Takes a session's values, its defaults where it says nothing; gives the moves there.
  func moves(to parameters: [ResolvedParameter]) -> [SteeredMove] {
    values.withLock { $0.take(parameters) }.compactMap {
      move($0.symbol, to: $0.value, frames: 0)
    }
  }

  /// Takes note of a value that is the session's from now on; gives the move that brings the parameter
  /// there over so many frames.
  ///
  /// Nil when it cannot be set by the cycle: then it is set already, as soon as possible.
  func steer(_ symbol: String, to value: Float, frames: Int) -> SteeredMove? {
    guard let place = parameterPlace(symbol) else { return nil }
    let settled = values.withLock { $0.adopt(symbol, self.settled(value, at: place)) }
    return move(symbol, to: settled, frames: frames)
  }

  /// The same for a value that the session does not say, or says already.
  func move(_ symbol: String, to value: Float, frames: Int) -> SteeredMove? {
    guard let place = parameterPlace(symbol), let inlet = controlInlet else {
      post(symbol, value)
      return nil
    }
    inlet.announce(value, at: place)
    return SteeredMove(
      inlet: inlet.core, place: UInt32(place), value: value, target: posted(value, at: place),
      frames: isDiscrete(place) ? 0 : UInt64(max(0, frames)))
  }

  /// Tells the inlet, if there is one, what a parameter was set to.
  func noteControl(_ symbol: String, _ value: Float) {
    guard let inlet = inlet.withLock({ $0 }), let place = parameterPlace(symbol) else { return }
    inlet.note(value, posted: posted(value, at: place), at: place)
  }

  /// Takes note of where controls have brought the parameters.
  func noteMoves() {
    guard let inlet = inlet.withLock({ $0 }) else { return }
    values.withLock { values in
      let present = values.present
      for (place, symbol) in parameterSymbols.enumerated() {
        let value = inlet.value(at: place)
        if present[symbol] != value { values.move(symbol, to: value) }
      }
    }
  }
}

extension PluginInstance {
  /// Whether a block is run in parts where a control moves: not those of a process of their own, each
  /// of which costs two wakes, nor of plugins that want their blocks whole.
  fileprivate var mayBeCutForControl: Bool { descriptor.blockLengths.mayBeCut && !isRemote }
}
