// Control side.

/// The memory behind a blueprint's buffers.
@safe
struct PlanBuffers {
  private let storage: PlanStorage
  private let buffers: [UnsafeMutablePointer<Float>]

  init(_ blueprint: Blueprint, storage: PlanStorage) {
    self.storage = storage
    unsafe buffers = (0..<blueprint.bufferCount).map { _ in unsafe storage.makeBuffer() }
  }

  subscript(_ number: Int) -> UnsafeMutablePointer<Float> { unsafe buffers[number] }

  /// The sum of some buffers.
  func mixPoint(of sources: [Blueprint.Source]) -> MixPoint {
    let pointers = unsafe sources.map { unsafe UnsafePointer(buffers[$0.buffer]) }
    return unsafe MixPoint(sources: storage.makeTable(pointers), sourceCount: pointers.count)
  }

  /// The inputs of a step that are summed before it is called.
  func mixes(of step: Blueprint.Step) -> [MixedInput] {
    step.inputs.filter { !$0.sources.isEmpty }.map { input in
      unsafe MixedInput(point: mixPoint(of: input.sources), buffer: buffers[input.buffer])
    }
  }
}
