import Graph
import Synchronization

/// Says which nodes were muted for what they gave, restarts those that stay bad, and bypasses those
/// for which that is of no use.
///
/// Thread: control.
final class NodeRepair: Sendable {
  /// Restarts in vain before a node is bypassed.
  static let restartLimit = 3
  /// Looks after which a node counts as well again, or is named again: at four a second, a minute and
  /// ten seconds.
  fileprivate static let looksUntilWell = 240
  fileprivate static let looksBetweenLines = 40

  fileprivate struct Patient {
    var faults: UInt64 = 0
    var looksSinceLine = NodeRepair.looksBetweenLines
    var restarts = 0
    var looksWithoutFault = 0
    var isArithmeticTold = false
    var areDenormalsTold = false
  }

  private let events: EventLog
  /// By the names of nodes: one that is made again counts on.
  private let patients = Mutex<[String: Patient]>([:])

  init(events: EventLog) { self.events = events }

  /// Looks at the nodes, four times a second, and does what there is to do.
  func look(at live: LiveGraph, isLast: Bool = false) {
    for node in live.nodes {
      let outputs = node.statistics.outputs
      for line in tell(node.name, outputs, isLast: isLast) { events.add(line) }
      if !isLast, outputs.isMuted, node.canRestart { repair(node, in: live) }
    }
  }

  private func repair(_ node: RunningNode, in live: LiveGraph) {
    if node.node.isResting {
      live.restart(node.name)
      patients.withLock { $0[node.name, default: Patient()].restarts += 1 }
      events.add("\(node.name): restarted, as its output stayed bad")
    } else if node.isBroken, !node.node.isRestAsked, !live.isExcluded(node.name) {
      guard restarts(of: node.name) >= Self.restartLimit else { return live.rest(node.name) }
      exclude(node.name, from: live)
    }
  }

  private func restarts(of name: String) -> Int {
    patients.withLock { $0[name]?.restarts ?? 0 }
  }

  private func exclude(_ name: String, from live: LiveGraph) {
    patients.withLock { $0[name]?.restarts = 0 }
    do throws(GraphError) {
      try live.exclude(name)
      events.add(
        "\(name): bypassed, as its output was bad after \(Self.restartLimit) restarts; "
          + "it is tried again when the session is read again")
    } catch {
      events.add(error.message)
    }
  }

  private func tell(_ name: String, _ outputs: OutputStatistics, isLast: Bool) -> [String] {
    patients.withLock { patients in
      var patient = patients[name] ?? Patient()
      defer { patients[name] = patient }
      return patient.news(name, outputs, isLast: isLast)
    }
  }
}

extension NodeRepair.Patient {
  fileprivate mutating func news(
    _ name: String, _ outputs: OutputStatistics, isLast: Bool
  ) -> [String] {
    var lines: [String] = []
    looksSinceLine += 1
    // Another node of that name.
    if outputs.faults < faults { faults = 0 }
    let count = outputs.faults - faults
    if let fault = outputs.latestFault, count > 0,
      isLast || looksSinceLine >= NodeRepair.looksBetweenLines
    {
      lines.append(fault.line(about: name, times: count))
      (faults, looksSinceLine) = (outputs.faults, 0)
    }
    looksWithoutFault = outputs.isMuted ? 0 : looksWithoutFault + 1
    if looksWithoutFault >= NodeRepair.looksUntilWell { restarts = 0 }
    if outputs.arithmeticChanges > 0, !isArithmeticTold {
      isArithmeticTold = true
      lines.append(
        "\(name): leaves the processor's rounding or denormals changed; put right after each block")
    }
    if outputs.denormalBlocks > 0, !areDenormalsTold {
      areDenormalsTold = true
      lines.append("\(name): gives denormals; they count as zero")
    }
    return lines
  }
}
