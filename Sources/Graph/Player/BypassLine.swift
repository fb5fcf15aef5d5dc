// Control side.
import Realtime
import Signal

/// What takes a node's place while it is bypassed; kept by the node's state, so that it is the same
/// each time.
@safe
final class BypassLine: @unchecked Sendable {
  let core: UnsafeMutablePointer<BypassCore>
  let state = NodeState()
  private let inputCount: Int
  private let outputCount: Int
  private let frames: Int

  init(of node: GraphNode) {
    inputCount = node.inputCount
    outputCount = node.outputCount
    frames = max(1, min(inputCount, outputCount) * node.latencyFrames)
    let rings = UnsafeMutablePointer<Float>.allocate(capacity: frames)
    unsafe Kernel.clear(rings, frames: frames)
    unsafe core = .allocate(capacity: 1)
    let passesMIDI = node.midiOutputCount > 0
    unsafe core.initialize(
      to: BypassCore(
        rings: rings, latencyFrames: node.latencyFrames, passesMIDI: passesMIDI,
        midi: passesMIDI && node.latencyFrames > 0 ? MIDIDelay.make() : nil))
  }

  deinit {
    unsafe core.pointee.rings.deallocate()
    if let midi = unsafe core.pointee.midi { unsafe MIDIDelay.destroy(midi) }
    unsafe core.deallocate()
  }

  /// Whether it can stand for a node as that is now.
  func fits(_ node: GraphNode) -> Bool {
    unsafe inputCount == node.inputCount && outputCount == node.outputCount
      && core.pointee.latencyFrames == node.latencyFrames
  }

  /// Fills it with silence.
  func restart() { unsafe Kernel.clear(core.pointee.rings, frames: frames) }
}

extension GraphNode {
  /// The node that stands at this one's place while it is bypassed.
  ///
  /// It has the same name and ports, and a state of its own: always the same one, kept by this
  /// node's state, until the latency changes. Each output plays the input of its number, as late as
  /// this node would, bit for bit; outputs beyond the inputs play these again from the first on, so
  /// that mono goes to all; without inputs all is silent. A node that is bypassed already is
  /// returned as it is.
  ///
  /// Thread: control.
  public func bypassed() -> GraphNode {
    if isBypassed { return self }
    let line = bypassLine
    var node = unsafe GraphNode(
      name: name, process: { unsafe BypassCore.process($0, $1) }, context: line.core,
      inputCount: inputCount, outputCount: outputCount, owner: line, latencyFrames: latencyFrames,
      canRunInPlace: true, state: line.state)
    node.restart = { line.restart() }
    node.takesMIDI = takesMIDI
    node.midiOutputCount = midiOutputCount
    return node
  }

  /// Whether it was made by `bypassed()`.
  public var isBypassed: Bool { owner is BypassLine }

  private var bypassLine: BypassLine {
    state.bypass.withLock { known in
      if let line = known, line.fits(self) { return line }
      let line = BypassLine(of: self)
      known = line
      return line
    }
  }
}
