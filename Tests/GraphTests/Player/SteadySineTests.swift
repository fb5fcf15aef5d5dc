import Glibc
import TestSupport
import Testing

@testable import Graph

/// A sine through plugins that change nothing, while they are edited all the time.
@Suite("Steady sine", .serialized) struct SteadySineTests {
  private static let frames = 32
  private static let fadeFrames = 240
  /// 440 Hz at 48 kHz.
  private static let angle = 2 * Double.pi * 440 / 48_000

  /// A chain of some plugins, and beside it the sound as it is when `isDry`.
  private func chain(_ nodes: [GraphNode], isDry: Bool) -> GraphDescription {
    let ends = [GraphEndpoint.capture(0)] + nodes.indices.map { .node($0, port: 0) }
    var connections = zip(ends, nodes.indices).map { connect($0, .node($1, port: 0)) }
    connections.append(connect(ends[nodes.count], .playback(0)))
    if isDry, !nodes.isEmpty { connections.append(connect(.capture(0), .playback(0))) }
    return GraphDescription(
      nodes: nodes, connections: connections, captureChannels: 1, playbackChannels: 1,
      maximumFrames: Self.frames)
  }

  /// The largest step between neighbouring samples while a chain is edited again and again.
  private func largestStep(
    seed: UInt64, edits: Int, isDry: Bool,
    _ next: ([GraphNode], inout SeededGenerator) -> [GraphNode]
  ) throws -> Double {
    var random = SeededGenerator(seed: seed)
    let plugins = [0, 7, 0, 64, 33].enumerated().map {
      LatencyNode(latencyFrames: $1).graphNode("n\($0)")
    }
    let runner = try PlayerRunner()
    let player = try GraphPlayer(playing: chain(plugins, isDry: isDry), fadeFrames: Self.fadeFrames)
    var frame = 0
    var last: Float?
    var largest = 0.0
    func play() {
      let sound = (frame..<(frame + Self.frames)).map { Float(sin(Double($0) * Self.angle)) }
      let played = runner.play(player.handle, capture: [sound], frames: Self.frames)[0]
      // The first sound has to come through the plugins.
      for (place, sample) in played.enumerated() where frame + place > 200 {
        if let last { largest = max(largest, Double(abs(sample - last))) }
        last = sample
      }
      frame += Self.frames
      player.advance()
    }
    for _ in 0..<10 { play() }
    for _ in 0..<edits {
      try player.replace(with: chain(next(plugins, &random), isDry: isDry))
      for _ in 0..<Int.random(in: 1...60, using: &random) { play() }
    }
    for _ in 0..<200 where !player.isSettled { play() }
    #expect(player.isSettled)
    #expect(player.statistics.finished > UInt64(edits / 4))
    return largest
  }

  /// The step of so many sines, and what so many fades between two of them, one behind the other,
  /// can add.
  private func bound(sines: Double, fades: Double) -> Double {
    sines * 2 * sin(Self.angle / 2) + fades * 2 / Double(Self.fadeFrames) + 1e-5
  }

  private func toggle(_ nodes: [GraphNode], _ random: inout SeededGenerator) -> [GraphNode] {
    nodes.map { Bool.random(using: &random) ? $0 : $0.bypassed() }
  }

  private func rearrange(_ nodes: [GraphNode], _ random: inout SeededGenerator) -> [GraphNode] {
    let count = Int.random(in: 1...nodes.count, using: &random)
    return toggle(Array(nodes.shuffled(using: &random).prefix(count)), &random)
  }

  @Test func hasNoClickWhenPluginsAreBypassed() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("bypassed plugins: seed \(seed)")
    let step = try largestStep(seed: seed, edits: 120, isDry: false) { toggle($0, &$1) }
    // The latency stays: all that is faded is the same sine.
    #expect(step <= bound(sines: 1, fades: 0), "seed \(seed)")
  }

  @Test func hasNoClickWhenPluginsAreRearranged() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("rearranged plugins: seed \(seed)")
    let step = try largestStep(seed: seed, edits: 150, isDry: false) { rearrange($0, &$1) }
    #expect(step <= bound(sines: 1, fades: 6), "seed \(seed)")
  }

  @Test func hasNoClickBesideADryWay() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("plugins beside a dry way: seed \(seed)")
    let step = try largestStep(seed: seed, edits: 150, isDry: true) { rearrange($0, &$1) }
    #expect(step <= bound(sines: 2, fades: 7), "seed \(seed)")
  }
}
