// Control side.
import Foundation
import Plugins
import Realtime
import Synchronization

extension SandboxProcess {
  /// Looks what has become of the child, ends one that hangs, and starts the next when it is time.
  func tend() {
    let ends = ended.withLock { ends in
      defer { ends = [] }
      return ends
    }
    withState { state in
      guard !state.isClosed else { return }
      let now = Clock.now()
      for (number, end) in ends where number == state.number { take(end, at: now, &state) }
      tellNews(state)
      lookForHang(at: now, &state)
      takeComplaints(at: now, &state)
      if let next = state.nextStart, next <= now { startAgain(at: now, &state) }
    }
  }

  /// Finds out whose fault it was that the child has ended, and when to start the next one.
  private func take(_ end: ChildProcess.End, at now: Int64, _ state: inout State) {
    state.child = nil
    state.socket = nil
    fault(state.culprits, end.description, at: now, &state)
  }

  private func fault(
    _ culprits: [SandboxNode], _ end: String, at now: Int64, _ state: inout State
  ) {
    let hung = state.hung?.what ?? ""
    let what = hung.isEmpty ? end : hung
    state.hung = nil
    let wasStable = Double(now - state.startedAt) > 10 * 1e9
    let first = setting.firstPauseSeconds
    state.pauseSeconds =
      wasStable || state.pauseSeconds == 0
      ? first : min(state.pauseSeconds * 2, setting.longestPauseSeconds)
    state.nextStart = now + Int64(state.pauseSeconds * 1e9)
    for node in state.nodes where !node.record.isQuarantined {
      let isCulprit = culprits.contains { $0 === node }
      node.standing.withLock { $0.stop(isCulprit ? what : "ended with its group") }
    }
    for node in culprits where state.nodes.contains(where: { $0 === node }) {
      tellFault(node.name, what)
      let faults = node.addFault(at: now, window: setting.faultWindowSeconds)
      if faults < setting.faultLimit {
        tell("\(node.name): \(node.descriptor.name) \(what); its sandbox is started again")
      } else {
        isolate(node, what)
      }
    }
    if state.nodes.allSatisfy(\.record.isQuarantined) { state.nextStart = nil }
  }

  private func isolate(_ node: SandboxNode, _ what: String) {
    node.record.isQuarantined = true
    node.standing.withLock { $0.quarantine(what) }
    let plugin = node.descriptor
    do {
      try setting.quarantine.add(plugin.format, plugin.identifier, reason: what)
    } catch {
      let path = setting.quarantine.file.path
      tell("\(path) cannot be written, the quarantine ends with this run: \(error)")
    }
    tell(
      "\(node.name): \(plugin.name) \(what), as its fault number \(setting.faultLimit): in "
        + "quarantine, played without; `tactus plugins quarantine --clear \(plugin.identifier)` "
        + "lets it out")
  }

  private func startAgain(at now: Int64, _ state: inout State) {
    do throws(PluginError) {
      try start(&state)
      for node in state.nodes where !node.record.isQuarantined {
        tell("\(node.name): \(node.descriptor.name) is back")
      }
    } catch {
      // The one that was being made; the end of the child itself is not told once more.
      let culprit = state.hung?.node
      state.hung = nil
      state.child?.send(SIGKILL)
      state.child = nil
      state.socket = nil
      state.number += 1
      fault(culprit.map { [$0] } ?? state.nodes, "failed: \(error.message)", at: now, &state)
    }
  }

  private func lookForHang(at now: Int64, _ state: inout State) {
    guard let child = state.child, state.hung == nil else { return }
    let limit = Int64(setting.hangSeconds * 1e9)
    guard let node = state.nodes.first(where: { $0.owes(at: now) > limit }) else { return }
    state.hung = (node, "did not come back within \(setting.hangSeconds) s")
    child.send(SIGKILL)
  }

  /// Asks LV2 plugins what they complain about: others cannot.
  private func takeComplaints(at now: Int64, _ state: inout State) {
    guard state.child != nil, state.socket != nil, state.hung == nil else { return }
    for node in state.nodes where node.descriptor.format == .lv2 && !node.record.isQuarantined {
      guard now - node.record.askedForComplaints > 1_000_000_000 else { continue }
      node.record.askedForComplaints = now
      let request = SandboxRequest.complaints(node: node.number)
      let told = (try? ask(request, about: node, &state))?.complaints ?? []
      node.messages.withLock { messages in
        messages += told.map {
          PluginMessage(severity: $0.isError ? .error : .warning, text: $0.text)
        }
      }
    }
  }

  /// Says which blocks were missed by a child that lives, and who wrote where it must not.
  private func tellNews(_ state: State) {
    for node in state.nodes {
      let missed = node.cycle.pointee.missed.load(ordering: .relaxed)
      if state.child != nil, missed > node.record.toldMissed {
        let count = missed - node.record.toldMissed
        node.standing.withLock { $0.beLate(count, at: Clock.now()) }
        let blocks = count == 1 ? "a period" : "\(count) periods"
        tell("\(node.name): \(node.descriptor.name) was late in its sandbox, \(blocks) without it")
      }
      node.record.toldMissed = missed
      let overruns = node.memory.overruns.pointee.load(ordering: .relaxed)
      if overruns != 0, node.record.toldOverruns == 0 {
        tell("\(node.name): \(node.descriptor.name) wrote past the end of a buffer in its sandbox")
      }
      node.record.toldOverruns = overruns
    }
  }
}

extension SandboxProcess.State {
  /// Those whose thread met the signal, or did not come back, else who owed a block, else all.
  fileprivate var culprits: [SandboxNode] {
    let nodes = nodes.filter { !$0.record.isQuarantined }
    let faulted = nodes.filter { $0.memory.faulted.pointee.load(ordering: .acquiring) != 0 }
    if !faulted.isEmpty { return faulted }
    if let hung { return [hung.node] }
    let owing = nodes.filter { $0.cycle.pointee.pendingSince.load(ordering: .relaxed) != 0 }
    return owing.isEmpty ? nodes : owing
  }
}
