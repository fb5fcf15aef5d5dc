// Control side.

/// The memory behind a blueprint's buffers.
@safe
struct PlanBuffers {
  private let storage: PlanStorage
  private let buffers: [UnsafeMutablePointer<Float>]
  /// The delay line of each connection that has one, by its place in the graph.
  private let lines: [Int: DelayLine]

  init(_ blueprint: Blueprint, lines: [Int: DelayLine], storage: PlanStorage) {
    self.storage = storage
    self.lines = lines
    unsafe buffers = (0..<blueprint.bufferCount).map { _ in unsafe storage.makeBuffer() }
  }

  subscript(_ number: Int) -> UnsafeMutablePointer<Float> { unsafe buffers[number] }

  /// The sum of some buffers.
  func mixPoint(of sources: [Blueprint.Source]) -> MixPoint {
    let table = unsafe storage.makeTable(sources.map(mixSource))
    return unsafe MixPoint(
      sources: table, sourceCount: sources.count, isPlain: sources.allSatisfy(\.isPlain))
  }

  /// The inputs of a step that are summed before it is called.
  func mixes(of step: Blueprint.Step) -> [MixedInput] {
    step.inputs.filter { !$0.sources.isEmpty }.map { input in
      unsafe MixedInput(point: mixPoint(of: input.sources), buffer: buffers[input.buffer])
    }
  }

  private func mixSource(_ source: Blueprint.Source) -> MixSource {
    let line = source.delayFrames > 0 ? lines[source.connection] : nil
    let fade: MixSource.Fade =
      switch source.fade {
      case .none: .none
      case .fadeIn: .fadeIn
      case .fadeOut: .fadeOut
      }
    return unsafe MixSource(
      buffer: UnsafePointer(buffers[source.buffer]), line: line?.core, fade: fade)
  }
}
