// Control side.

/// Which buffer each port reads or writes.
///
/// Every output port has a buffer of its own, connected or not: steps that run side by side never
/// write to the same memory. An input with one source reads the source's buffer, one without any
/// reads silence, and one with several reads a buffer of its own that they are summed to.
@safe
struct PlanBuffers {
  private let storage: PlanStorage
  private let silence: UnsafeMutablePointer<Float>
  private let outputs: [[UnsafeMutablePointer<Float>]]
  /// What is connected to each node's port or played channel, in the order of the connections.
  private let sources: [GraphEndpoint: [GraphEndpoint]]
  /// One for each channel the device captures.
  let capture: [UnsafeMutablePointer<Float>]

  init(_ graph: GraphDescription, storage: PlanStorage) {
    self.storage = storage
    unsafe silence = storage.makeBuffer()
    unsafe capture = (0..<graph.captureChannels).map { _ in unsafe storage.makeBuffer() }
    unsafe outputs = graph.nodes.map { node in
      unsafe (0..<node.outputCount).map { _ in unsafe storage.makeBuffer() }
    }
    sources = Dictionary(grouping: graph.connections, by: \.destination)
      .mapValues { $0.map(\.source) }
  }

  /// The sum of all that is connected to an input.
  func mixPoint(of destination: GraphEndpoint) -> MixPoint {
    let buffers = unsafe sources[destination, default: []].map { unsafe buffer(of: $0) }
    return unsafe MixPoint(sources: storage.makeTable(buffers), sourceCount: buffers.count)
  }

  /// What a node's inputs read, and those among them that are summed first.
  func inputs(
    of index: Int, count: Int
  ) -> (pointers: [UnsafePointer<Float>?], mixes: [MixedInput]) {
    var pointers: [UnsafePointer<Float>?] = unsafe []
    var mixes: [MixedInput] = []
    for port in 0..<count {
      let destination = GraphEndpoint.node(index, port: port)
      let connected = sources[destination, default: []]
      if connected.count > 1 {
        let buffer = unsafe storage.makeBuffer()
        unsafe mixes.append(MixedInput(point: mixPoint(of: destination), buffer: buffer))
        unsafe pointers.append(UnsafePointer(buffer))
      } else {
        unsafe pointers.append(connected.first.map { unsafe buffer(of: $0) } ?? .init(silence))
      }
    }
    return unsafe (pointers, mixes)
  }

  /// What a node's outputs write.
  func outputs(of index: Int) -> [UnsafeMutablePointer<Float>?] { unsafe outputs[index] }

  private func buffer(of source: GraphEndpoint) -> UnsafePointer<Float> {
    switch source {
    case .node(let index, let port): unsafe UnsafePointer(outputs[index][port])
    case .capture(let channel): unsafe UnsafePointer(capture[channel])
    case .playback: unsafe UnsafePointer(silence)
    }
  }
}
