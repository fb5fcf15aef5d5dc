import CRealtime
import PluginSandbox
import Signal
import Synchronization
import TestSupport
import Testing

@testable import Host

/// What a message does: to which parameter and its value, or to which control's button.
private struct Effect {
  let name: String
  var value = 0.0

  static func areSame(_ found: [Effect], _ expected: [Effect]) -> Bool {
    let (found, expected) = (
      found.sorted { $0.name < $1.name }, expected.sorted { $0.name < $1.name }
    )
    return found.map(\.name) == expected.map(\.name)
      && zip(found, expected).allSatisfy {
        abs($0.value - $1.value) <= 1e-3 * max(1, abs($1.value))
      }
  }
}

/// The controls of a session as anybody would write them down: no table, no sorting.
private struct ControlModel {
  let controls: [ResolvedControl]
  private var upper: [Int: Int] = [:]
  private var isPressed: [Int: Bool] = [:]
  /// What data entry is about, by port and channel: the kind, and the number's halves.
  private var chosen: [Int: (isRegistered: Bool, upper: Int, lower: Int)] = [:]

  init(_ controls: [ResolvedControl]) { self.controls = controls }

  mutating func hear(_ bytes: [UInt8], port: Int) -> [Effect] {
    choose(bytes, port)
    return controls.indices.compactMap { place in
      let control = controls[place].control
      let (kind, channel) = (bytes[0] & 0xF0, Int(bytes[0] & 0x0F) + 1)
      guard control.port == port + 1, control.channel ?? channel == channel,
        let share = share(of: bytes, kind, control.source, place, port)
      else { return nil }
      if case .parameter(let node, let parameter) = control.action {
        if case .note = control.source, share == 0 { return nil }
        return Effect(
          name: "\(node.text).\(parameter.symbol.text)",
          value: controls[place].value(at: share, parameter.curve))
      }
      if case .program = control.source { return Effect(name: "\(place) down") }
      let isNote = if case .note = control.source { true } else { false }
      let down = isNote ? share > 0 : share > 0.5
      defer { isPressed[place] = down }
      guard (isNote && down) || down != isPressed[place, default: false] else { return nil }
      return Effect(name: "\(place) \(down ? "down" : "up")")
    }
  }

  private mutating func choose(_ bytes: [UInt8], _ port: Int) {
    guard bytes[0] & 0xF0 == 0xB0, (98...101).contains(bytes[1]) else { return }
    let place = port * 16 + Int(bytes[0] & 15)
    let isRegistered = bytes[1] > 99
    var choice = chosen[place] ?? (isRegistered, 127, 127)
    if choice.isRegistered != isRegistered { choice = (isRegistered, 127, 127) }
    if bytes[1] % 2 == 1 { choice.upper = Int(bytes[2]) } else { choice.lower = Int(bytes[2]) }
    chosen[place] = choice
  }

  private mutating func share(
    of bytes: [UInt8], _ kind: UInt8, _ source: SessionControl.Source, _ place: Int, _ port: Int
  ) -> Double? {
    let (first, second) = (Int(bytes[1]), Int(bytes.last ?? 0))
    switch source {
    case .controller(let number, isFine: false):
      return kind == 0xB0 && first == number ? Double(second) / 127 : nil
    case .controller(let number, isFine: true):
      guard kind == 0xB0, first == number || first == number + 32 else { return nil }
      if first == number { upper[place] = second }
      let low = first == number ? 0 : second
      return Double(upper[place, default: 0] * 128 + low) / 16_383
    case .numbered(let number, let isRegistered, let isFine):
      guard kind == 0xB0, first == 6 || (isFine && first == 38),
        let choice = chosen[port * 16 + Int(bytes[0] & 15)], choice.isRegistered == isRegistered,
        choice.upper * 128 + choice.lower == number
      else { return nil }
      guard isFine else { return Double(second) / 127 }
      if first == 6 { upper[place] = second }
      return Double(upper[place, default: 0] * 128 + (first == 6 ? 0 : second)) / 16_383
    case .note(let number):
      guard kind == 0x90 || kind == 0x80, first == number else { return nil }
      return kind == 0x90 ? Double(second) / 127 : 0
    case .program(let number): return kind == 0xC0 && first == number ? 1 : nil
    case .bend: return kind == 0xE0 ? Double(second * 128 + first) / 16_383 : nil
    case .pressure: return kind == 0xD0 ? Double(first) / 127 : nil
    }
  }
}

@Suite("Tables of controls") struct ControlTableTests {
  private static let session = """
    device: {playback: 1, midi_capture: 3}
    nodes:
      - {name: tone, builtin: mixer, channels: 1}
      - {name: echo, builtin: delay, channels: 1}
      - {name: amp, builtin: gain, channels: 1}
    chain: [tone, echo, amp, playback]
    snapshots: [{name: A}]
    control:
      - {cc: 7, channel: 1, node: amp, parameter: gain, from: -60, to: 6}
      - {cc: 7, node: tone, parameter: gain_1, from: 0, to: -90}
      - {cc: 3, fine: true, node: echo, parameter: milliseconds, from: 1, to: 1000, port: 2}
      - {cc: 3, channel: 2, node: tone, parameter: gain_2, from: -1, to: -100, curve: logarithmic}
      - {bend: true, channel: 3, node: amp, parameter: gain, from: 12, to: -12}
      - {pressure: true, node: echo, parameter: mix, port: 2}
      - {note: 5, node: echo, bypass: toggle}
      - {note: 5, channel: 2, node: amp, parameter: gain, from: -30, to: 0}
      - {cc: 5, channel: 1, node: echo, bypass: momentary}
      - {program: 2, snapshot: A}
      - {cc: 7, channel: 1, snapshot: A, port: 2}
      - {nrpn: 131, node: amp, parameter: gain, from: -40, to: 0}
      - {nrpn: 131, channel: 2, fine: true, node: echo, parameter: mix}
      - {rpn: 1, node: tone, parameter: gain_1, port: 2}
      - {rpn: 131, snapshot: A}
    """

  @Test(arguments: 0..<8 as Range<UInt64>)
  func matchesAModelWithRandomMessages(seed: UInt64) async throws {
    try await withHostFixture { fixture in
      let (session, loader) = try fixture.session(Self.session)
      let stage = try ControlStage(session, loader)
      var model = ControlModel(session.controls)
      var random = SeededGenerator(seed: seed)
      for turn in 0..<2_000 {
        let kind: UInt8 = [0x80, 0x90, 0xA0, 0xB0, 0xB0, 0xC0, 0xD0, 0xE0].randomElement(
          using: &random)!
        var bytes = [
          kind | UInt8.random(in: 0..<4, using: &random),
          [2, 3, 5, 6, 7, 35, 38, 98, 99, 100, 101].randomElement(using: &random)!,
        ]
        let isChoice = kind == 0xB0 && bytes[1] >= 98
        if kind != 0xC0, kind != 0xD0 {
          bytes.append(
            isChoice
              ? [0, 1, 3, 127].randomElement(using: &random)!
              : UInt8.random(in: 0..<128, using: &random))
        }
        let port = Int.random(in: 0..<3, using: &random)
        let expected = model.hear(bytes, port: port)
        let found = stage.hear(bytes, port: port)
        let isSame = Effect.areSame(found, expected)
        #expect(isSame, "seed \(seed), turn \(turn), \(bytes): \(found), not \(expected)")
        if !isSame { return }
      }
    }
  }

  @Test func whatIsNoChannelMessageIsPassedOver() async throws {
    try await withHostFixture { fixture in
      let (session, loader) = try fixture.session(Self.session)
      let stage = try ControlStage(session, loader)
      for bytes: [UInt8] in [
        [], [0xB0], [0xB0, 7], [0x40, 7, 7], [0xF0, 7, 7], [0xB0, 0x87, 7], [0xB0, 7, 0x87], [0xF8],
      ] {
        #expect(stage.hear(bytes, port: 0).isEmpty, "\(bytes)")
      }
      #expect(stage.hear([0xB0, 7, 127], port: 0).count == 2)
    }
  }

  @Test func requestsBeyondTheRingsRoomAreCounted() async throws {
    try await withHostFixture { fixture in
      let (session, loader) = try fixture.session(Self.session)
      let stage = try ControlStage(session, loader)
      let room = ControlCore.capacity
      for _ in 0..<room + 3 { stage.read([0xC0, 2], port: 0) }
      #expect(stage.desk.takeLost() == 3)
      #expect(stage.desk.takeLost() == 0)
      #expect(stage.desk.takeOrders().count == room)
    }
  }
}

/// A session's controls without a graph that plays.
private final class ControlStage {
  let desk = ControlDesk()
  private let graph: SessionGraph

  init(_ session: ResolvedSession, _ loader: SessionLoader) throws {
    let factory = NodeFactory(
      loader: loader, sandboxes: SandboxPool(isRealtime: false), rate: 48_000, maximumFrames: 64)
    graph = try SessionGraph(session, factory: factory)
    desk.post(desk.prepare(graph))
  }

  /// What a message does.
  func hear(_ bytes: [UInt8], port: Int) -> [Effect] {
    let before = graph.nodes.map { written(of: $0) }
    read(bytes, port: port)
    var found: [Effect] = []
    for (node, count) in zip(graph.nodes, before) {
      guard let core = node.controlInlet?.core, case .processor(let processor) = node.body else {
        continue
      }
      for number in count..<written(of: node) {
        let place = Int(core.pointee.changes[number % ControlInletCore.capacity].place)
        found.append(
          Effect(
            name: "\(node.name).\(processor.parameters[place].symbol)",
            value: Double(core.pointee.value(at: place))))
      }
      // As if the node had been performed.
      core.pointee.read.store(written(of: node), ordering: .relaxed)
    }
    return found + desk.takeOrders().compactMap(effect)
  }

  private func written(of node: RunningNode) -> Int {
    node.controlInlet?.core.pointee.written.load(ordering: .relaxed) ?? 0
  }

  private func effect(_ order: ControlOrder) -> Effect? {
    guard case .button(let control, let isPressed) = order else { return nil }
    let place = graph.session.controls.firstIndex { $0.control == control }
    return Effect(name: "\(place ?? -1) \(isPressed ? "down" : "up")")
  }

  /// Has a period bring one message.
  func read(_ bytes: [UInt8], port: Int) {
    bytes.withUnsafeBufferPointer { bytes in
      let event = rt_midi_event(frame: 3, byte_count: UInt32(bytes.count), bytes: bytes.baseAddress)
      withUnsafePointer(to: event) { event in
        var inputs = [rt_midi_input](repeating: rt_midi_input(), count: 3)
        inputs[port] = rt_midi_input(events: event, count: 1)
        inputs.withUnsafeBufferPointer { inputs in
          var events = rt_events()
          events.midi_capture = inputs.baseAddress
          events.midi_capture_count = 3
          withUnsafePointer(to: events) { events in
            var period = rt_period()
            period.frames = 64
            period.events = events
            desk.cycle.read(&period)
          }
        }
      }
    }
  }
}
