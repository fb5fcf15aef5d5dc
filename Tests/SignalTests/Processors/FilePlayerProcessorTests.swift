import Testing

@testable import Signal

@Suite("FilePlayerProcessor") struct FilePlayerProcessorTests {
  private func stream(
    _ samples: [[Float]], isComplete: Bool = true, capacityFrames: Int = 1024
  ) -> SampleStream {
    let stream = SampleStream(
      channels: samples.count, capacityFrames: capacityFrames, fadeFrames: 16)
    if isComplete {
      stream.finish(samples)
    } else {
      stream.write(samples)
    }
    return stream
  }

  @Test func playsOnceAndIsSilentThen() {
    let samples = [noise(100), noise(100, seed: 2)]
    let stream = stream(samples)
    let player = FilePlayerProcessor(stream, rate: 48_000)
    #expect(player.outputs == ["out_1", "out_2"])
    #expect(player.inputs.isEmpty)
    #expect(!stream.hasEnded)
    let output = BlockRunner(player).run(outputs: 2, cutInto: [64, 64, 64])
    let silence = [Float](repeating: 0, count: 92)
    #expect(output == samples.map { $0 + silence })
    #expect(stream.hasEnded)
    #expect(stream.lostFrames == 0)
  }

  @Test(arguments: [1, 2, 3, 4, 5]) func playsWhatIsWrittenMeanwhileBitForBit(seed: UInt64) {
    var generator = RandomSizes(seed: seed)
    let samples = noise(20_000, seed: seed)
    let stream = SampleStream(channels: 1, capacityFrames: 1024, fadeFrames: 16)
    let player = FilePlayerProcessor(stream, rate: 48_000)
    let runner = BlockRunner(player)
    var written = 0
    var played: [Float] = []
    while played.count < samples.count {
      let count = min(stream.freeFrames, samples.count - written)
      let part = [Array(samples[written..<written + count])]
      written += count
      if written == samples.count { stream.finish(part) } else { stream.write(part) }
      let frames = min(generator.next(in: 1...512), samples.count - played.count)
      played += runner.run(outputs: 1, frames: frames)[0]
    }
    #expect(played == samples)
    #expect(stream.lostFrames == 0)
    #expect(stream.hasEnded)
  }

  @Test func movesItsGainAcrossTheRingsEnd() {
    let stream = stream([[Float](repeating: 1, count: 1000)], isComplete: false)
    let player = FilePlayerProcessor(stream, rate: 48_000)
    let runner = BlockRunner(player)
    _ = runner.run(outputs: 1, frames: 900)
    stream.write([[Float](repeating: 1, count: 900)])
    #expect(player.setParameter("gain", to: -120))
    let fading = runner.run(outputs: 1, cutInto: [500, 460])[0]
    for (gain, next) in zip([1] + fading, fading) {
      #expect(gain - next > 0)
      #expect(gain - next <= 1 / 960 + 0x1p-23)
    }
    #expect(fading.last == 0)
  }

  @Test func withoutFramesThereIsSilence() {
    for isComplete in [false, true] {
      let player = FilePlayerProcessor(stream([[]], isComplete: isComplete), rate: 48_000)
      #expect(BlockRunner(player).run(outputs: 1, cutInto: [4, 4]) == [[0, 0, 0, 0, 0, 0, 0, 0]])
    }
  }
}

@Suite("SampleStream") struct SampleStreamTests {
  private static let fade = 32

  /// A stream of one channel, played.
  private struct Rig {
    let stream: SampleStream
    let player: FilePlayerProcessor

    init(_ samples: [Float], capacityFrames: Int = 1024) {
      stream = SampleStream(channels: 1, capacityFrames: capacityFrames, fadeFrames: fade)
      stream.write([samples])
      player = FilePlayerProcessor(stream, rate: 48_000)
    }

    /// Of ones, so that what comes out is how loud it plays.
    init(ones frames: Int, capacityFrames: Int = 1024) {
      self.init([Float](repeating: 1, count: frames), capacityFrames: capacityFrames)
    }

    func run(_ sizes: [Int]) -> [Float] { BlockRunner(player).run(outputs: 1, cutInto: sizes)[0] }
  }

  private func largestStep(_ samples: [Float]) -> Float {
    zip(samples, samples.dropFirst()).map { abs($1 - $0) }.max() ?? 0
  }

  @Test(arguments: [1, 7, 64, 100, 256]) func fadesOutBeforeItRunsDry(frames: Int) {
    let rig = Rig(ones: 300)
    let output = rig.run([Int](repeating: frames, count: 600 / frames))
    #expect(output.prefix(300 - Self.fade + 1).allSatisfy { $0 == 1 })
    #expect(output.dropFirst(300).allSatisfy { $0 == 0 })
    #expect(largestStep(output) <= 1 / Float(Self.fade) + 0x1p-23)
    #expect(rig.stream.lostFrames == output.count - (300 - Self.fade + 1))
  }

  @Test func goesOnInTimeAfterSilence() {
    let ramp = (0..<4000).map { 1 + Float($0) / 1e6 }
    let rig = Rig(Array(ramp[..<500]))
    let stream = rig.stream
    var output = rig.run([Int](repeating: 100, count: 11))
    let next = stream.catchUp()
    #expect(next == 1100)
    #expect(stream.freeFrames == stream.capacityFrames)
    stream.write([Array(ramp[1100..<2100])])
    #expect(stream.catchUp() == nil)
    output += rig.run([Int](repeating: 50, count: 10))
    #expect(output[500..<1100].allSatisfy { $0 == 0 })
    #expect(Array(output[1100 + Self.fade..<1600]) == Array(ramp[1100 + Self.fade..<1600]))
    #expect(largestStep(output) <= 1.01 / Float(Self.fade))
    // The fade out, the silence, and the fade in.
    #expect(stream.lostFrames == Self.fade - 1 + 600 + Self.fade)
  }

  @Test func aFadeThatIsCaughtTurnsBackWithoutAStep() {
    let rig = Rig(ones: 300)
    var output = rig.run([290])
    rig.stream.write([[Float](repeating: 1, count: 300)])
    output += rig.run([200])
    #expect(largestStep(output) <= 1 / Float(Self.fade) + 0x1p-23)
    #expect((output.min() ?? 0) > 0)
    #expect(output.last == 1)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8]) func neverStepsHoweverLateTheWriterIs(seed: UInt64) {
    var generator = RandomSizes(seed: seed)
    let rig = Rig(ones: 200)
    var output: [Float] = []
    for _ in 0..<500 {
      output += rig.run([generator.next(in: 1...192)])
      if generator.next(in: 0...3) == 0 { continue }
      _ = rig.stream.catchUp()
      let count = min(rig.stream.freeFrames, generator.next(in: 0...200))
      rig.stream.write([[Float](repeating: 1, count: count)])
    }
    #expect(largestStep(output) <= 1 / Float(Self.fade) + 0x1p-23)
    #expect(rig.stream.position == output.count)
    #expect(rig.stream.lostFrames == output.count { $0 != 1 }, "seed \(seed)")
    #expect(rig.stream.lostFrames > 0)
  }

  @Test func theEndIsNoLoss() {
    let rig = Rig(ones: 100)
    rig.stream.finish([[Float](repeating: 1, count: 50)])
    let output = rig.run([64, 64, 64])
    #expect(output == (0..<192).map { $0 < 150 ? 1 : 0 })
    #expect(rig.stream.lostFrames == 0)
    #expect(rig.stream.isComplete)
  }

  @Test func takesNoMoreThanThereIsRoomFor() {
    let stream = Rig(ones: 1000, capacityFrames: 1000).stream
    #expect(stream.capacityFrames == 1024)
    let more = [Float](repeating: 1, count: 100)
    let taken = more.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { stream.write(interleaved: $0, frames: 100) }
    }
    #expect(taken == 24)
    #expect(stream.freeFrames == 0)
  }
}

extension SampleStream {
  /// Appends planar frames.
  func write(_ channels: [[Float]]) {
    interleaved(channels) { _ = write(interleaved: $0, frames: channels[0].count) }
  }

  /// Appends the last frames.
  func finish(_ channels: [[Float]]) {
    interleaved(channels) { finish(interleaved: $0, frames: channels[0].count) }
  }

  private func interleaved(_ channels: [[Float]], _ body: (UnsafePointer<Float>) -> Void) {
    var samples: [Float] = []
    for frame in channels[0].indices { samples += channels.map { $0[frame] } }
    samples.append(0)
    samples.withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
  }
}

/// Numbers that are the same for the same seed.
struct RandomSizes {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func next(in range: ClosedRange<Int>) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return range.lowerBound + Int(state >> 33) % range.count
  }
}
