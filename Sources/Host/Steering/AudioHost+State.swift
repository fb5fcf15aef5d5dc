import Control
import Drivers
import Foundation
import Graph
import Plugins
import Signal
import Synchronization
import Telemetry

extension AudioHost {
  private static let statisticsInterval = 15

  /// A part of the state, as `state` tells it.
  func state(_ section: StateSection) -> JSONValue {
    switch section {
    case .session: sessionState
    case .device: deviceState
    case .graph: graphState
    case .parameters: parametersState
    case .snapshots: .list(live.session.snapshots.map { .text($0.name) })
    case .presets: presetsState
    case .transport: transportState
    case .levels: JSONValue(levelsOf: publisher.ask(), at: live.steering.nextFrame)
    case .queues: JSONValue(encoding: publisher.ask().queues)
    case .events: .list(events.all.map { JSONValue($0) })
    }
  }

  /// Tells subscribers what a report says.
  func tellSubscribers(_ frame: TelemetryFrame) {
    if hasSubscribers(to: .levels) {
      notify(.levels, JSONValue(levelsOf: frame, at: live.steering.nextFrame))
    }
    if hasSubscribers(to: .changes) { lookForChanges() }
    let isDue = statisticsPace.withLock { pace in
      pace = (pace + 1) % Self.statisticsInterval
      return pace == 0
    }
    if isDue { notify(.statistics, JSONValue(statisticsOf: frame)) }
  }

  private var sessionState: JSONValue {
    let session = live.session.session
    let steered = steered.withLock { $0 }
    return [
      "name": .text(session.name), "path": .text(session.path),
      "instance": .text(instanceName), "isMuted": .bool(isMuted),
      "isFadedOut": .bool(fades.isFadedOut),
      "isModified": .bool(steered.isModified || hasStrays(from: steered.document)),
      "state": .text(state),
    ]
  }

  /// The name it is known by.
  var instanceName: String { setup.instanceName }

  private var deviceState: JSONValue {
    let driver = selection.driver
    return [
      "driver": .text(driver.name), "device": .text(driver.device),
      "rate": JSONValue(driver.format.rate), "periodFrames": JSONValue(driver.format.periodFrames),
      "periods": JSONValue(driver.format.periods),
      "latencyFrames": JSONValue(driver.playbackLatencyFrames + live.latencyFrames),
    ]
  }

  private var graphState: JSONValue {
    let (nodes, session) = live.nodesAndSession
    return [
      "nodes": .list(
        zip(nodes, session.nodes).map { node, resolved in
          JSONValue(node, resolved, isBypassed: live.isBypassed(node.name) ?? false)
        }),
      "connections": .list(
        session.links.map { ["from": .text($0.from.text), "to": .text($0.to.text)] }),
    ]
  }

  private var parametersState: JSONValue {
    let nodes = live.nodes
    for node in nodes { node.noteMoves() }
    return .object(
      Dictionary(nodes.map { ($0.name, .list($0.parametersState)) }) { first, _ in first })
  }

  /// The presets of plugins; reading them from disk takes its time.
  private var presetsState: JSONValue {
    let presets = live.session.session.nodes.map { node -> (String, JSONValue) in
      guard case .plugin(let plugin) = node.kind,
        let catalogue = setup.loader.catalogue(plugin.format),
        let found = try? catalogue.presets(of: plugin.identifier)
      else { return (node.name, .list([])) }
      return (node.name, .list(found.map { .text($0.name) }))
    }
    return .object(Dictionary(presets) { first, _ in first })
  }

  private var transportState: JSONValue {
    let transport = live.steering.transport
    let position = transport.position
    var state: [String: JSONValue] = [
      "isRolling": .bool(position.isRolling), "frame": .integer(Int64(clamping: position.frame)),
      "rate": JSONValue(selection.driver.format.rate),
      "hostFrame": .integer(Int64(clamping: live.steering.nextFrame)),
    ]
    if let tempo = transport.tempo { state["tempo"] = .number(tempo) }
    return .object(state)
  }
}

extension RunningNode {
  /// Its parameters with their values now.
  fileprivate var parametersState: [JSONValue] {
    let present = values.withLock { $0.present }
    switch body {
    case .feedback: return []
    case .processor(let processor):
      return processor.parameters.map { parameter in
        let choices = parameter.choices.enumerated().map { place, label -> JSONValue in
          ["label": .text(label), "value": JSONValue(place)]
        }
        return [
          "symbol": .text(parameter.symbol), "name": .text(parameter.name),
          "value": JSONValue(present[parameter.symbol] ?? parameter.default),
          "minimum": JSONValue(parameter.minimum), "maximum": JSONValue(parameter.maximum),
          "default": JSONValue(parameter.default), "unit": .text(parameter.unit),
          "isInteger": .bool(!choices.isEmpty), "isToggle": false, "isLogarithmic": false,
          "choices": .list(choices),
        ]
      }
    case .plugin(let instance):
      return instance.descriptor.parameters.map { port in
        let scale = port.isRateScaled ? Float(rate) : 1
        let points = port.scalePoints.map { point -> JSONValue in
          ["label": .text(point.label), "value": JSONValue(point.value)]
        }
        return [
          "symbol": .text(port.symbol), "name": .text(port.name),
          "value": JSONValue(present[port.symbol] ?? 0),
          "minimum": port.minimum.map { JSONValue($0 * scale) } ?? .null,
          "maximum": port.maximum.map { JSONValue($0 * scale) } ?? .null,
          "default": port.defaultValue.map { JSONValue($0 * scale) } ?? .null,
          "unit": .text(port.unit), "isInteger": .bool(port.isInteger),
          "isToggle": .bool(port.isToggled), "isLogarithmic": .bool(port.isLogarithmic),
          "choices": .list(points),
        ]
      }
    }
  }
}

extension JSONValue {
  init(_ number: Int) { self = .integer(Int64(number)) }

  /// A float with no more digits than tell it from its neighbours.
  init(_ number: Float) { self = .number(Double("\(number)") ?? Double(number)) }

  init(_ event: EventStatus) {
    self = ["uptimeNanoseconds": .integer(event.uptimeNanoseconds), "text": .text(event.text)]
  }

  init(levelsOf frame: TelemetryFrame, at time: UInt64) {
    self = [
      "frame": .integer(Int64(clamping: time)),
      "levels": .list(
        frame.levels.map { level in
          [
            "name": .text(level.name), "peak": JSONValue(Float(level.peak)),
            "hold": JSONValue(Float(level.hold)),
          ]
        }),
    ]
  }

  /// What changes all the time.
  init(statisticsOf frame: TelemetryFrame) {
    self = [
      "load": .number(frame.load.now), "highestLoad": .number(frame.load.highest),
      "xruns": .integer(Int64(clamping: frame.driver.xruns)),
      "stalls": .integer(Int64(clamping: frame.driver.stalls)),
      "recoveries": .integer(Int64(clamping: frame.driver.recoveries)),
      "periodsRun": .integer(Int64(clamping: frame.driver.periodsRun)),
      "misses": .integer(Int64(clamping: frame.missedDeadlines)),
      "wakeNanoseconds": [
        "p50Nanoseconds": .integer(frame.wake.p50Nanoseconds),
        "p99Nanoseconds": .integer(frame.wake.p99Nanoseconds),
        "maximumNanoseconds": .integer(frame.wake.maximumNanoseconds),
      ],
    ]
  }

  /// Something as its own encoding says; null for what has none.
  init(encoding value: some Encodable) {
    let data = (try? JSONEncoder().encode(value)) ?? Data()
    self = (try? JSONValue(parsing: data)) ?? .null
  }

  fileprivate init(_ node: RunningNode, _ resolved: ResolvedNode, isBypassed: Bool) {
    var fields: [String: JSONValue] = [
      "name": .text(node.name), "kind": .text(node.kind), "isBypassed": .bool(isBypassed),
      "inputs": .list(resolved.shape.inputs.map { .text($0) }),
      "outputs": .list(resolved.shape.outputs.map { .text($0) }),
    ]
    switch resolved.node.kind {
    case .builtin(let builtin): fields["builtin"] = .text(builtin.name)
    case .plugin(let plugin):
      fields["plugin"] = .text("\(plugin.format.rawValue):\(plugin.identifier)")
    case .unknown: break
    }
    self = .object(fields)
  }
}
