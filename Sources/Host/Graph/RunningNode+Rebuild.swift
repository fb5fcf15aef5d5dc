import Graph
import Plugins
import Synchronization

extension RunningNode {
  /// Whether it can go on as it is at a rate, with periods that long.
  func fits(rate: Int, maximumFrames: Int) -> Bool {
    guard rate == self.rate else { return false }
    if maximumFrames == self.maximumFrames { return true }
    if case .plugin(let instance) = body, instance.descriptor.blockLengths.areFixed { return false }
    if maximumFrames < self.maximumFrames { return true }
    switch body {
    case .plugin, .feedback: return false
    case .processor: return work?.fits(maximumFrames: maximumFrames) ?? true
    }
  }

  /// Before it plays: takes the parameters and the state that another node has now.
  ///
  /// The other may play meanwhile.
  func begin(as other: RunningNode) {
    takeValues(of: other)
    if let state = other.state { restore(state) }
  }

  /// Goes on from where another node has come to since `begin(as:)`, with its counters.
  ///
  /// No cycle runs either. `tell` takes a line for what could not go on.
  func goOn(from other: RunningNode, _ tell: (String) -> Void) {
    if takeValues(of: other), case .plugin(let instance) = body { instance.restart() }
    if let state = other.state, !has(state) { restore(state) }
    if let work, let before = other.work { work.goOn(from: before, tell) }
    lostBefore.store(other.lostFrames, ordering: .relaxed)
    node.state.count(onFrom: other.node.state)
  }

  /// Takes parameters at once, within its own ranges; returns whether there was any to take.
  @discardableResult
  private func takeValues(of other: RunningNode) -> Bool {
    other.noteMoves()
    let theirs = other.values.withLock { $0 }
    let changes = values.withLock { $0.take(from: theirs) }
    setAtOnce(changes)
    return !changes.isEmpty
  }

  /// What it keeps beyond its parameters; nil while a thread is lost in it, which may hold whatever
  /// it saves under.
  private var state: (any PluginState)? {
    guard case .plugin(let instance) = body, !statistics.isAbsent else { return nil }
    return instance.state()
  }

  private func has(_ state: any PluginState) -> Bool { self.state?.isSame(as: state) ?? false }

  private func restore(_ state: any PluginState) {
    if case .plugin(let instance) = body { instance.restore(state) }
  }
}
