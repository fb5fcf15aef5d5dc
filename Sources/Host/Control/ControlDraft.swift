import Foundation
import Graph

/// The bindings of a table while it is made.
struct ControlDraft {
  private(set) var bindings: [ControlBinding] = []
  private(set) var memories: [ControlMemoryCell] = []
  private(set) var ways: [ControlWay] = []
  private(set) var inlets: [ControlInlet] = []

  /// Adds the bindings of a control: one for each channel it listens to.
  mutating func add(
    _ resolved: ResolvedControl, number: UInt32, memory: ControlMemoryCell?, to graph: SessionGraph
  ) {
    let control = resolved.control
    let cell = memory ?? ControlMemoryCell()
    memories.append(cell)
    var binding = ControlBinding(
      key: 0, part: .whole, kind: control.kind, isNote: control.isNote, number: number,
      memory: cell.memory)
    if case .parameter(let node, let parameter) = control.action {
      guard let running = graph.nodes.first(where: { $0.name == node.text }),
        let place = running.parameterPlace(parameter.symbol.text),
        let inlet = running.controlInlet
      else { return }
      let way = ControlWay(resolved, parameter, of: running, at: place)
      ways.append(way)
      inlets.append(inlet)
      binding.inlet = inlet.core
      binding.place = UInt32(place)
      binding.isPickup = parameter.takeover == .pickup
      binding.isDiscrete = running.isDiscrete(place)
      binding.values = UnsafePointer(way.values)
      binding.posted = UnsafePointer(way.posted)
    }
    for (key, part) in control.keys {
      binding.key = key
      binding.part = part
      bindings.append(binding)
    }
  }
}

/// The values of a parameter along its controller's way.
final class ControlWay: @unchecked Sendable {
  // Unchecked: nothing changes once it is made.

  /// How many a controller of seven bits has.
  static let count = 128

  /// As the session calls them.
  let values: UnsafeMutablePointer<Float>
  /// As the node's setter takes them.
  let posted: UnsafeMutablePointer<Float>

  init(
    _ control: ResolvedControl, _ parameter: SessionControl.Parameter, of node: RunningNode,
    at place: Int
  ) {
    values = .allocate(capacity: Self.count)
    posted = .allocate(capacity: Self.count)
    for step in 0..<Self.count {
      let value = control.value(at: Double(step) / Double(Self.count - 1), parameter.curve)
      let settled = node.settled(Float(value), at: place)
      (values + step).initialize(to: settled)
      (posted + step).initialize(to: node.posted(settled, at: place))
    }
  }

  deinit {
    values.deallocate()
    posted.deallocate()
  }
}

extension ResolvedControl {
  /// The value where a share of the way is done; exactly its ends at the ends.
  func value(at share: Double, _ curve: SessionControl.Curve) -> Double {
    if share <= 0 { return from }
    if share >= 1 { return to }
    switch curve {
    case .linear: return from + (to - from) * share
    case .logarithmic: return from * Foundation.pow(to / from, share)
    }
  }
}

extension SessionControl {
  fileprivate var kind: ControlBinding.Kind {
    if case .parameter = action { return .parameter }
    if case .program = source { return .trigger }
    return .button
  }

  fileprivate var isNote: Bool { if case .note = source { true } else { false } }

  /// The messages that are meant.
  var keys: [(UInt32, ControlBinding.Part)] {
    let channels = channel.map { [$0 - 1] } ?? Array(0..<16)
    return channels.flatMap { keys(channel: UInt8($0)) }
  }

  private func keys(channel: UInt8) -> [(UInt32, ControlBinding.Part)] {
    func key(_ status: UInt8, _ number: Int = 0) -> UInt32 {
      ControlMessage.key(port: port - 1, status: status | channel, number: UInt8(number))
    }
    switch source {
    case .controller(let number, isFine: false): return [(key(0xB0, number), .whole)]
    case .controller(let number, isFine: true):
      return [(key(0xB0, number), .upper), (key(0xB0, number + 32), .lower)]
    case .numbered(let number, let isRegistered, let isFine):
      func key(isLower: Bool) -> UInt32 {
        let entry = NumberedParameter.Entry(
          number: number, isRegistered: isRegistered, isLower: isLower)
        return ControlMessage.key(port: port - 1, channel: channel, entry)
      }
      return isFine
        ? [(key(isLower: false), .upper), (key(isLower: true), .lower)]
        : [(key(isLower: false), .whole)]
    case .note(let number): return [(key(0x90, number), .whole)]
    case .program(let number): return [(key(0xC0, number), .whole)]
    case .pressure: return [(key(0xD0), .whole)]
    case .bend: return [(key(0xE0), .whole)]
    }
  }
}
