import Foundation
import Graph
import Synchronization

/// One table of the cycle, and all that it points to.
final class ControlMap: @unchecked Sendable {
  // Unchecked: nothing of it changes but what only the cycle touches.

  let number: UInt32
  let controls: [ResolvedControl]
  let table: UnsafeMutablePointer<ControlTable>
  private let bindings: UnsafeMutablePointer<ControlBinding>
  private let memories: [ControlMemoryCell]
  private let ways: [ControlWay]
  private let inlets: [ControlInlet]

  /// Makes the table of a session; controls that the one before it has too go on as they are.
  init(_ graph: SessionGraph, number: UInt32, after before: ControlMap?) {
    self.number = number
    controls = graph.session.controls
    var draft = ControlDraft()
    for (number, control) in controls.enumerated() {
      draft.add(control, number: UInt32(number), memory: before?.memory(of: control), to: graph)
    }
    memories = draft.memories
    ways = draft.ways
    inlets = draft.inlets
    // As `sort` is not stable, the order of the file decides among the same messages.
    let sorted = draft.bindings.sorted { ($0.key, $0.number) < ($1.key, $1.number) }
    bindings = .allocate(capacity: max(1, sorted.count))
    bindings.initialize(from: sorted, count: sorted.count)
    table = .allocate(capacity: 1)
    table.initialize(
      to: ControlTable(
        number: number, bindings: UnsafePointer(bindings), count: sorted.count))
  }

  deinit {
    table.deallocate()
    bindings.deallocate()
  }

  private func memory(of control: ResolvedControl) -> ControlMemoryCell? {
    let place = controls.firstIndex { $0.isSame(as: control) }
    return place.map { memories[$0] }
  }
}

extension ResolvedControl {
  /// Whether it does the same, wherever it stands.
  fileprivate func isSame(as other: ResolvedControl) -> Bool {
    guard control.source == other.control.source, control.channel == other.control.channel,
      control.port == other.control.port, (from, to) == (other.from, other.to),
      control.node?.text == other.control.node?.text
    else { return false }
    switch (control.action, other.control.action) {
    case (.parameter(_, let mine), .parameter(_, let theirs)):
      return mine.symbol.text == theirs.symbol.text && mine.curve == theirs.curve
    case (.bypass, .bypass), (.snapshot, .snapshot): return true
    default: return false
    }
  }
}

/// What the cycle keeps of a control, for as long as a table points to it.
final class ControlMemoryCell: @unchecked Sendable {
  // Unchecked: only the cycle touches it.
  let memory: UnsafeMutablePointer<ControlMemory>

  init() {
    memory = .allocate(capacity: 1)
    memory.initialize(to: ControlMemory())
  }

  deinit { memory.deallocate() }
}
