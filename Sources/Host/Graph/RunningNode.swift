import Graph
import Plugins
import Signal
import Synchronization
import WorkQueues

/// A node made real: what the graph runs, and how it is set.
///
/// Thread: control.
final class RunningNode: Sendable {
  /// What does a node's work.
  enum Body: Sendable {
    case plugin(any PluginInstance)
    case processor(any Processor)
    /// A feedback node, which belongs to the graph.
    case feedback
  }

  let name: String
  /// What it is, for people: a built-in's name, or the plugin's.
  let kind: String
  /// What the session says it is made of.
  let source: SessionNode.Kind
  /// What it does beside the cycle, if it does.
  let work: BackgroundWork?
  /// Parameters as a preset or a state left them, where those changed any.
  let loaded: [String: Float]
  /// Frames per second it was made for.
  let rate: Int
  /// The longest period it was made for.
  let maximumFrames: Int
  let body: Body
  let node: GraphNode
  let values: Mutex<NodeValues>
  /// What brings values of controls to its parameters, once there were controls.
  let inlet = Mutex<ControlInlet?>(nil)
  /// The properties it was told last.
  private let properties = Mutex<[ResolvedProperty]>([])
  /// Frames that nodes lost which it goes on for.
  let lostBefore = Atomic<Int>(0)
  /// Events it lost of which somebody was told.
  let toldLostEvents = Atomic<Int>(0)

  init(
    _ resolved: ResolvedNode, kind: String, body: Body, node: GraphNode,
    work: BackgroundWork? = nil, loaded: [String: Float] = [:], rate: Int, maximumFrames: Int
  ) {
    name = resolved.node.name
    source = resolved.node.kind
    self.kind = kind
    self.body = body
    self.node = node
    self.work = work
    self.rate = rate
    self.maximumFrames = maximumFrames
    self.loaded = loaded
    values = Mutex(NodeValues(body, rate: rate))
  }

  /// How many frames its outputs come after its inputs, as it tells now.
  var latencyFrames: Int {
    switch body {
    case .plugin(let instance): min(instance.latencyFrames, GraphLatencies.maximumFrames)
    case .processor(let processor): processor.latencyFrames
    case .feedback: 0
    }
  }

  /// Events for which there was no room in a plugin's buffers, or on the way to it.
  var lostEvents: Int {
    guard case .plugin(let instance) = body else { return 0 }
    return instance.lostEvents + node.lostMessages
  }

  /// Tells a plugin how long periods are from now on, while no cycle runs it.
  func expect(periodFrames: Int) {
    if case .plugin(let instance) = body { instance.expect(blockFrames: periodFrames) }
  }

  /// Takes what a plugin has complained about.
  func takeMessages() -> [PluginMessage] {
    if case .plugin(let instance) = body { instance.takeMessages() } else { [] }
  }

  /// Has a plugin work beside the cycle on a queue, while no cycle runs it.
  func work(on queue: WorkQueue) {
    if case .plugin(let instance) = body { instance.work(on: queue) }
  }

  /// Frames it had to do without, or had nobody to take, those of nodes it goes on for included.
  var lostFrames: Int { lostBefore.load(ordering: .relaxed) + (work?.lostFrames ?? 0) }

  /// Whether it runs in a process of its own, or of a group.
  var isSandboxed: Bool {
    if case .plugin(let plugin) = source { plugin.sandbox != .none } else { false }
  }

  /// What the cycle counted of it.
  var statistics: StepStatistics { node.statistics }

  /// The node with that latency, as a graph takes it, and no louder than that; its parameters can be
  /// set at frames.
  func graphNode(latencyFrames: Int, runawayDecibels: Double) -> GraphNode {
    var node = node
    node.front = controlInlet?.front
    node.latencyFrames = latencyFrames
    node.outputGuard = outputGuard(runawayDecibels: runawayDecibels)
    return node
  }

  /// Whether a session's node is made the same way, whatever its parameters.
  func isMade(as resolved: ResolvedNode) -> Bool {
    guard name == resolved.node.name else { return false }
    switch (source, resolved.node.kind) {
    case (.plugin(let mine), .plugin(let other)):
      return mine.format == other.format && mine.identifier == other.identifier
        && mine.sandbox == other.sandbox && mine.sandboxPercent == other.sandboxPercent
        && mine.preset?.text == other.preset?.text
        && mine.state?.text == other.state?.text && mine.stateFingerprint == other.stateFingerprint
    case (.builtin(let mine), .builtin(let other)): return mine == other
    default: return false
    }
  }

  /// Before it plays: sets the parameters at once.
  func begin(with parameters: [ResolvedParameter]) {
    setAtOnce(values.withLock { $0.take(parameters) })
  }

  func setAtOnce(_ changes: [(symbol: String, value: Float)]) {
    for (symbol, value) in changes {
      noteControl(symbol, value)
      if case .plugin(let instance) = body {
        instance.parameter(symbol)?.pointee = value
      } else {
        post(symbol, value)
      }
    }
  }

  /// Has a plugin set the properties that are not what it was told last; those not listed stay.
  func set(_ wanted: [ResolvedProperty]) {
    guard case .plugin(let instance) = body else { return }
    let changes = properties.withLock { properties in
      defer { properties = wanted }
      return wanted.filter { !properties.contains($0) }
    }
    for property in changes { instance.set(property.identifier, to: property.value) }
  }

  /// Tells a plugin the properties that another node was told last.
  func setProperties(of other: RunningNode) { set(other.properties.withLock { $0 }) }

  /// Whether a plugin would be told any.
  func differs(from wanted: [ResolvedProperty]) -> Bool {
    properties.withLock { properties in wanted.contains { !properties.contains($0) } }
  }

  /// Whether `set` would change any.
  func differs(from parameters: [ResolvedParameter]) -> Bool {
    values.withLock { values in
      var values = values
      return !values.take(parameters).isEmpty
    }
  }

  func post(_ symbol: String, _ value: Float) {
    noteControl(symbol, value)
    switch body {
    case .plugin(let instance): instance.glide(symbol, to: value)
    case .processor(let processor): _ = processor.setParameter(symbol, to: value)
    case .feedback: break
    }
  }
}
