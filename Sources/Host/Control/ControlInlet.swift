import CRealtime
import Graph
import Synchronization

/// Brings values to the parameters of one node, each at its frame.
///
/// It stands before the node: a block is run in parts, which end where a value comes. The thread that
/// opens a period puts in what is to come, and the one that performs the node takes it.
final class ControlInlet: @unchecked Sendable {
  // Unchecked: what changes at the core is atomic, or belongs to the thread that performs the node.

  let core: UnsafeMutablePointer<ControlInletCore>
  /// Keeps what the node is called with.
  private let owner: AnyObject?

  /// Creates the inlet of a node with so many parameters; `mayBeCut` tells whether its blocks may be
  /// run in parts.
  init(_ node: GraphNode, setter: rt_setter, parameterCount: Int, mayBeCut: Bool) {
    owner = node.owner
    core = .allocate(capacity: 1)
    core.initialize(
      to: ControlInletCore(
        node, setter: setter, parameterCount: parameterCount, mayBeCut: mayBeCut))
  }

  deinit {
    core.pointee.deallocate()
    core.deinitialize(count: 1)
    core.deallocate()
  }

  /// What stands before the node.
  var front: GraphNode.Front {
    GraphNode.Front(
      process: { ControlInletCore.process($0, $1) }, context: UnsafeMutableRawPointer(core),
      owner: self)
  }

  /// Notes the value a parameter was given by somebody else, and what its setter was given for it;
  /// that overtakes what is to come.
  ///
  /// Thread: control.
  func note(_ value: Float, posted: Float, at place: Int) {
    let parameter = core.pointee.parameters + place
    parameter.pointee.steering.store(0, ordering: .relaxed)
    parameter.pointee.posted.store(posted.bitPattern, ordering: .relaxed)
    parameter.pointee.firstValid.store(
      core.pointee.written.load(ordering: .relaxed), ordering: .relaxed)
    parameter.pointee.value.store(value.bitPattern, ordering: .relaxed)
  }

  /// Notes the value a parameter is on its way to.
  ///
  /// Thread: control.
  func announce(_ value: Float, at place: Int) {
    core.pointee.parameters[place].value.store(value.bitPattern, ordering: .relaxed)
  }

  /// The value a parameter was given last, by whomever.
  ///
  /// Thread: control.
  func value(at place: Int) -> Float { core.pointee.value(at: place) }
}

extension ControlInletCore {
  init(_ node: GraphNode, setter: rt_setter, parameterCount: Int, mayBeCut: Bool) {
    process = node.process
    context = node.context
    self.setter = setter
    self.mayBeCut = mayBeCut
    inputs = .allocate(capacity: max(1, node.inputCount))
    inputs.initialize(repeating: nil, count: max(1, node.inputCount))
    outputs = .allocate(capacity: max(1, node.outputCount))
    outputs.initialize(repeating: nil, count: max(1, node.outputCount))
    changes = .allocate(capacity: Self.capacity)
    changes.initialize(repeating: ControlChange(), count: Self.capacity)
    parameters = .allocate(capacity: max(1, parameterCount))
    self.parameterCount = parameterCount
    for place in 0..<parameterCount { (parameters + place).initialize(to: ControlledParameter()) }
  }

  func deallocate() {
    inputs.deallocate()
    outputs.deallocate()
    changes.deallocate()
    parameters.deinitialize(count: parameterCount)
    parameters.deallocate()
  }
}
