// Control side.
import CRealtime

/// What a plan needs to go on after a period that was not complete.
@safe
struct PlaybackTails {
  /// One for each source of each played channel.
  let tails: UnsafeMutablePointer<PlaybackTail>
  let count: Int
  /// The channels' mix points, with tables of sources of their own.
  let points: UnsafeMutablePointer<MixPoint>

  init(
    _ blueprint: Blueprint, graph: GraphDescription, core: UnsafeMutablePointer<PlanCore>,
    storage: PlanStorage
  ) {
    var places: [Int: Int] = [:]
    // A feedback node has a step that plays and one that listens.
    for (place, step) in blueprint.steps.enumerated() where !step.outputs.isEmpty {
      places[step.node] = place
    }
    let sources = blueprint.playback.flatMap(\.self)
    count = sources.count
    unsafe tails = storage.makeTable(
      sources.map { source in
        unsafe PlaybackTail(
          step: Self.step(graph.connections[source.connection].source, places),
          buffer: storage.makeBuffer())
      })
    let channels = blueprint.playback.indices
    unsafe points = storage.makeTable(
      channels.map { channel in
        let point = unsafe core.pointee.playback[channel]
        let own = (0..<point.sourceCount).map { unsafe point.sources[$0] }
        return unsafe MixPoint(
          sources: storage.makeTable(own), sourceCount: point.sourceCount, isPlain: point.isPlain)
      })
  }

  private static func step(_ source: GraphEndpoint, _ places: [Int: Int]) -> Int {
    guard case .node(let node, _) = source else { return -1 }
    return places[node] ?? -1
  }
}

/// What has to be asked of the kernel once before runs can be revoked.
enum Deadlines {
  static let prepare: Void = { _ = rt_prepare_process_barrier() }()
}
