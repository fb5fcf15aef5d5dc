import CRealtime
import Foundation
import Signal
import TestSupport
import Testing

@testable import SoundFiles

@Suite("FilePlayback", .serialized) struct FilePlaybackTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test(arguments: [1, 63, 64, 8191, 100_003], [false, true])
  func isTheFileHoweverItIsCut(frames: Int, loops: Bool) throws {
    let sound = [noise(frames), noise(frames, seed: 2)]
    try writeFile(scratch.path("a.wav"), sound)
    let deck = Deck(
      try SoundFileStream(path: scratch.path("a.wav"), loops: loops), seconds: 0.25)
    var generator = SystemRandomNumberGenerator()
    let sizes = (0..<40).map { _ in Int.random(in: 1...8192, using: &generator) }
    let played = deck.play(sizes) { deck.playback.refill() }
    for (channel, samples) in played.enumerated() {
      let expected = samples.indices.map { frame in
        loops || frame < frames ? sound[channel][frame % frames] : 0
      }
      #expect(samples == expected, "cut into \(sizes)")
    }
    #expect(deck.playback.stream.lostFrames == 0)
    #expect(deck.playback.stream.hasEnded == (!loops && played[0].count >= frames))
  }

  @Test func isReadAheadBeforeTheFirstPeriod() throws {
    let deck = Deck(try SoundFileStream(MadeFile(frames: 1 << 20) { _, _ in 1 }), seconds: 2)
    #expect(deck.playback.stream.written >= 96_000)
    #expect(deck.play([Int](repeating: 256, count: 375))[0].allSatisfy { $0 == 1 })
  }

  @Test(arguments: [(100, 100), (100, 5000), (0, 16_350), (0, 200_000), (150_000, 150_001)])
  func goesOnWhereItIsToldTo(_ first: Int, _ place: Int) throws {
    let file = MadeFile(frames: 1 << 20) { frame, _ in Float(frame) }
    let playback = FilePlayback(
      try SoundFileStream(file), seconds: 0.25, maximumFrames: 64, firstFrame: first)
    #expect(playback.stream.position == first)
    #expect(playback.stream.written > first)
    playback.skip(to: place)
    #expect(Deck(playback).play([64])[0] == (place..<place + 64).map { Float($0) })
    #expect(playback.stream.lostFrames == 0)
    // Never back.
    playback.skip(to: 0)
    #expect(playback.stream.position == place + 64)
  }

  @Test func aDiskThatStallsIsSilenceInTime() throws {
    let sound: (Int) -> Float = { 0.5 + Float($0) / 1e7 }
    let deck = Deck(
      try SoundFileStream(MadeFile(frames: 1 << 20) { frame, _ in sound(frame) }), seconds: 0.25)
    let ahead = deck.playback.stream.written
    let blocks = ahead / 256 + 100
    var played = deck.play([Int](repeating: 256, count: blocks))[0]
    let silentFrom = played.firstIndex(of: 0) ?? 0
    #expect(silentFrom == ahead)
    #expect(played[ahead...].allSatisfy { $0 == 0 })
    deck.playback.refill()
    let place = played.count
    played += deck.play([Int](repeating: 256, count: 20))[0]
    let fade = 48_000 / 200
    let clear = place + fade..<played.count
    #expect(played[clear] == ArraySlice(clear.map(sound)))
    let steps = zip(played, played.dropFirst()).map { abs($1 - $0) }
    #expect((steps.max() ?? 1) < 1 / Float(fade))
    #expect(deck.playback.stream.lostFrames == fade - 1 + place - ahead + fade)
  }

  @Test func aConvertedFileIsInTimeAfterAStall() throws {
    let file = MadeFile(frames: 1 << 20, rate: 44_100) { frame, _ in
      Float(0.5 * sin(2 * .pi * 441 * Double(frame) / 44_100))
    }
    let deck = Deck(try SoundFileStream(file, atRate: 48_000), seconds: 0.25)
    let missed = deck.playback.stream.written + 12_345
    _ = deck.play([Int](repeating: 4096, count: missed / 4096 + 1))
    deck.playback.refill()
    let place = (missed / 4096 + 1) * 4096
    let played = deck.play([4096])[0]
    for frame in 240..<4096 {
      let ideal = 0.5 * sin(2 * .pi * 441 * Double(place + frame) / 48_000)
      #expect(abs(Double(played[frame]) - ideal) < 1e-4)
    }
  }

  @Test func aStalledThreadAndACycleAreSafeTogether() async throws {
    let deck = Deck(
      try SoundFileStream(MadeFile(frames: 50_000_000) { frame, _ in Float(frame % 1000) + 1 }),
      seconds: 0.05)
    let isOver = Locked(false)
    let reader = Thread {
      while !isOver.withLock({ $0 }) {
        deck.playback.refill()
        sched_yield()
      }
    }
    reader.start()
    var place = 0
    var wrong = 0
    for block in 0..<4000 {
      // Each sample is the one of its place, times a number of 240ths.
      for (index, sample) in deck.play([64])[0].enumerated() {
        let level = sample / (Float((place + index) % 1000) + 1) * 240
        if level > 240.001 || abs(level - level.rounded()) > 1e-3 { wrong += 1 }
      }
      place += 64
      if block % 400 == 399 { try await Task.sleep(for: .milliseconds(1)) }
    }
    isOver.withLock { $0 = true }
    #expect(wrong == 0)
    #expect(deck.playback.stream.position == place)
    #expect(await eventually { reader.isFinished })
  }

  @Test func manyPlayAtOnce() throws {
    let decks = try (0..<50).map { number in
      let file = MadeFile(frames: 100_000) { frame, _ in Float(frame + number) }
      return Deck(try SoundFileStream(file), seconds: 0.1)
    }
    for _ in 0..<100 {
      for deck in decks {
        _ = deck.play([512])
        deck.playback.refill()
      }
    }
    #expect(decks.allSatisfy { $0.playback.stream.lostFrames == 0 })
    #expect(decks.allSatisfy { $0.playback.stream.position == 51_200 })
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has its own heap"))
  func aFileOfManyGibibytesTakesNoMemory() throws {
    let path = scratch.path("huge.w64")
    let frames = 4 << 30
    try writeHole(path, frames: frames)
    let stream = try SoundFileStream(path: path, loops: true, startSeconds: 80_000)
    let deck = Deck(stream, seconds: 2)
    #expect(deck.playback.stream.capacityFrames == 131_072)
    deck.playback.refill()
    // The first round allocates for the Swift runtime's sake.
    _ = deck.play([65_536])
    let allocations = MallocCounter.count { deck.playback.refill() }
    #expect(allocations == 0)
    #expect(deck.play([4096])[0].allSatisfy { $0 == 0 })
    #expect(deck.playback.takeProblem() == nil)
    #expect(deck.playback.stream.lostFrames == 0)
  }
}

/// A player and its file.
struct Deck {
  let playback: FilePlayback
  let player: FilePlayerProcessor

  init(_ stream: SoundFileStream, seconds: Double) {
    self.init(FilePlayback(stream, seconds: seconds, maximumFrames: 64))
  }

  init(_ playback: FilePlayback) {
    self.playback = playback
    player = FilePlayerProcessor(playback.stream, rate: playback.rate)
  }

  /// Plays blocks as the cycle does; `between` runs after each.
  func play(_ sizes: [Int], between: () -> Void = {}) -> [[Float]] {
    let count = playback.stream.channelCount
    let planes = (0..<count).map { _ in
      UnsafeMutablePointer<Float>.allocate(capacity: sizes.max() ?? 0)
    }
    defer { planes.forEach { $0.deallocate() } }
    let pointers: [UnsafeMutablePointer<Float>?] = planes
    var result = [[Float]](repeating: [], count: count)
    for frames in sizes {
      pointers.withUnsafeBufferPointer { outputs in
        var block = rt_block()
        block.outputs = outputs.baseAddress
        block.output_count = UInt32(count)
        block.frames = UInt32(frames)
        player.process(player.context, &block)
      }
      for channel in 0..<count {
        result[channel] += UnsafeBufferPointer(start: planes[channel], count: frames)
      }
      between()
    }
    return result
  }
}

/// Makes a mono W64 file of floats whose samples are a hole on the disk.
private func writeHole(_ path: String, frames: Int) throws {
  try writeFile(path, [[0]])
  var header = try Data(contentsOf: URL(fileURLWithPath: path))
  let missing = (frames - 1) * 4
  // The sizes of the file and of the data chunk, which count their own 24 bytes.
  let data = try #require(header.range(of: Data("data".utf8)))
  for place in [16, data.lowerBound + 16] {
    let old = header[place..<place + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    withUnsafeBytes(of: (old + UInt64(missing)).littleEndian) {
      header.replaceSubrange(place..<place + 8, with: $0)
    }
  }
  try header.write(to: URL(fileURLWithPath: path))
  truncate(path, header.count + missing)
}
