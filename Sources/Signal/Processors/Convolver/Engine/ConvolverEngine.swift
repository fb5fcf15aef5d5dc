// Control side.
import CRealtime

/// Owns an engine: its memory, and the plans of its transforms.
@safe
final class ConvolverEngine {
  let core: UnsafeMutablePointer<EngineCore>
  private let memory = AlignedMemory()
  private let plans: TransformPlans

  /// Cuts and transforms a response; after that, nothing has to be allocated.
  init(
    _ response: ImpulseResponse, library: any TransformLibrary,
    vectors: rt_vectors = rt_best_vectors(), sizes: [PartitionSize] = PartitionSize.all
  ) throws(TransformError) {
    let (channels, memory) = (response.channels, memory)
    plans = TransformPlans(library)
    let builder = LevelBuilder(
      response: response, vectors: vectors, memory: memory, plans: plans)
    let layout = PartitionLayout(frames: response.frames, sizes: sizes)
    var levels: [ConvolverLevel] = []
    for level in layout.levels { levels.append(try builder.make(level)) }
    let largest = layout.levels.last?.size.frames ?? PartitionSize.grid
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: EngineCore(
        channels: channels, vectors: vectors, levels: memory.copy(levels),
        levelCount: levels.count, direct: DirectPart(response, memory: memory),
        rings: memory.floats(4 * largest * channels), ringFrames: 4 * largest,
        wet: memory.floats(EngineCore.wetFrames * channels)))
  }

  deinit { unsafe core.deallocate() }

  /// Forgets all it heard; no cycle uses it meanwhile.
  func restart() { unsafe core.pointee.restart() }
}

extension DirectPart {
  init(_ response: ImpulseResponse, memory: AlignedMemory) {
    let taps = unsafe response.responses.map { samples in
      let count = rt_direct_taps
      let head = Array(samples.prefix(count))
      return unsafe memory.copy(head + [Float](repeating: 0, count: count - head.count))
    }
    var begun: Set<Int> = []
    let paths = response.paths.map { path in
      unsafe DirectPath(
        input: path.input, output: path.output, isFirst: begun.insert(path.output).inserted,
        taps: taps[path.response])
    }
    unsafe self.init(
      paths: memory.copy(paths), pathCount: paths.count,
      recent: memory.floats(Self.recentFrames * response.channels))
  }
}
