import TestSupport
import Testing

@testable import Graph

/// The way between random graphs, sample by sample.
@Suite("Random edits", .serialized) struct RandomEditTests {
  private static let frames = 16
  private static let fadeFrames = 40
  private static let edits = Cases.count(60)
  private let runner: PlayerRunner

  init() throws { runner = try PlayerRunner() }

  private func noise(_ seed: UInt64, _ periods: Int) -> [[[Float]]] {
    var random = SeededGenerator(seed: seed)
    return (0..<periods).map { _ in
      (0..<2).map { _ in (0..<Self.frames).map { _ in random.sample() } }
    }
  }

  /// What a player plays that begins with one graph and is given another after some periods.
  private func play(
    _ first: GraphDescription, then second: GraphDescription? = nil, after: Int = 0,
    _ sound: [[[Float]]], stops: Bool = false
  ) throws -> (samples: [[Float]], periods: Int) {
    let player = try GraphPlayer(playing: first, fadeFrames: Self.fadeFrames)
    var played = [[Float]](repeating: [], count: 2)
    var settled = 0
    for (period, capture) in sound.enumerated() {
      if period == after, let second { try player.replace(with: second) }
      let part = runner.play(player.handle, capture: capture, channels: 2, frames: Self.frames)
      for channel in 0..<2 { played[channel] += part[channel] }
      // A player that is not let go on stays with its transition plan.
      if !stops { player.advance() }
      if !player.isSettled { settled = period + 1 }
    }
    #expect(stops || player.isSettled)
    return (played, settled)
  }

  private func differences(_ first: [Float], _ second: [Float], _ range: Range<Int>) -> Int {
    range.filter { first[$0] != second[$0] }.count
  }

  /// Before the ramp it is the old graph, after it and the new graph's latency the new one: as if
  /// that had been there from the beginning.
  @Test(arguments: [true, false]) func beginWithTheOldAndEndWithTheNewGraph(
    sharesOrder: Bool
  ) throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("random edits: seeds from \(first)")
    for seed in first..<(first + UInt64(Self.edits)) {
      func make() -> RandomEdit {
        RandomEdit(seed: seed, sharesOrder: sharesOrder, maximumFrames: Self.frames)
      }
      let (edit, old, new) = (make(), make(), make())
      let stages = try GraphTransition(from: edit.old, to: edit.new).stages
      let memory = 4 * edit.nodes.map(\.latencyFrames).reduce(0, +) + Self.frames
      let settling = stages.map { $0.settleFrames + Self.fadeFrames }.reduce(0, +)
      let begin = 3
      let periods = begin + (settling + memory) / Self.frames + 12
      let sound = noise(seed, periods)
      let edited = try play(edit.old, then: edit.new, after: begin, sound).samples
      let before = try play(old.old, sound).samples
      let after = try play(new.new, sound).samples
      let ramp = begin * Self.frames + (stages.first?.settleFrames ?? 0)
      for channel in 0..<2 {
        #expect(
          differences(edited[channel], before[channel], 0..<ramp) == 0, "seed \(seed)")
        let end = edited[channel].count
        #expect(
          differences(edited[channel], after[channel], (end - 5 * Self.frames)..<end) == 0,
          "seed \(seed)")
      }
      #expect(edit.nodes.allSatisfy { $0.gapCount == 0 && $0.overlapCount == 0 }, "seed \(seed)")
    }
  }

  /// The plan that follows goes on where the transition's would.
  @Test func goOnLikeTheTransitionsPlan() throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("random edits: seeds from \(first)")
    for seed in first..<(first + UInt64(Self.edits)) {
      func make() -> RandomEdit {
        RandomEdit(seed: seed, sharesOrder: true, maximumFrames: Self.frames)
      }
      let (edit, twin) = (make(), make())
      let settling =
        try GraphTransition(from: edit.old, to: edit.new).stages.first?.settleFrames ?? 0
      let sound = noise(seed, 3 + (settling + Self.fadeFrames) / Self.frames + 12)
      let edited = try play(edit.old, then: edit.new, after: 3, sound).samples
      let stopped = try play(twin.old, then: twin.new, after: 3, sound, stops: true).samples
      for channel in 0..<2 {
        #expect(
          differences(edited[channel], stopped[channel], edited[channel].indices) == 0,
          "seed \(seed)")
      }
    }
  }

  /// Two graphs without a node in common: one straight ramp from what the old one plays to what the
  /// new one plays, as if that had been there from the beginning.
  @Test func swapEverythingWithOneRamp() throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("random swaps: seeds from \(first)")
    for seed in first..<(first + UInt64(Self.edits)) {
      func make(_ seed: UInt64) -> RandomEdit {
        RandomEdit(seed: seed, sharesOrder: true, maximumFrames: Self.frames)
      }
      let (old, new) = (make(seed), make(seed + 1_000_000))
      let stage = try GraphTransition(from: old.old, to: new.new).stages.first
      let settling = stage?.settleFrames ?? 0
      let begin = 3
      let periods = begin + (settling + Self.fadeFrames) / Self.frames + 12
      let sound = noise(seed, periods)
      let edited = try play(old.old, then: new.new, after: begin, sound).samples
      let before = try play(make(seed).old, sound).samples
      let after = try play(make(seed + 1_000_000).new, sound).samples
      for channel in 0..<2 {
        let wrong = edited[channel].indices.filter { frame in
          let gain =
            Float(min(max(frame + 1 - begin * Self.frames - settling, 0), Self.fadeFrames))
            / Float(Self.fadeFrames)
          let expected = before[channel][frame] * (1 - gain) + after[channel][frame] * gain
          return abs(edited[channel][frame] - expected) > 1e-5
        }
        #expect(wrong.isEmpty, "seed \(seed)")
      }
    }
  }
}
