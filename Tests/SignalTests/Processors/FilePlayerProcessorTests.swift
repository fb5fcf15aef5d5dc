import Testing

@testable import Signal

/// Planar samples that tell when they are given back.
final class SampleMemory {
  let channels: [UnsafeMutablePointer<Float>]
  let onRelease: () -> Void

  init(_ samples: [[Float]], onRelease: @escaping () -> Void = {}) {
    channels = samples.map { samples in
      let pointer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, samples.count))
      pointer.initialize(from: samples, count: samples.count)
      return pointer
    }
    self.onRelease = onRelease
  }

  deinit {
    channels.forEach { $0.deallocate() }
    onRelease()
  }
}

@Suite("FilePlayerProcessor") struct FilePlayerProcessorTests {
  private func player(
    _ samples: [[Float]], loops: Bool, onRelease: @escaping () -> Void = {}
  ) -> FilePlayerProcessor {
    let memory = SampleMemory(samples, onRelease: onRelease)
    return FilePlayerProcessor(
      channels: memory.channels.map { UnsafePointer($0) }, frames: samples.first?.count ?? 0,
      loops: loops, rate: 48_000, owner: memory)
  }

  @Test func playsOnceAndIsSilentThen() {
    let samples = [noise(100), noise(100, seed: 2)]
    let player = player(samples, loops: false)
    #expect(player.outputs == ["out_1", "out_2"])
    #expect(!player.hasEnded)
    let output = BlockRunner(player).run(outputs: 2, cutInto: [64, 64, 64])
    let silence = [Float](repeating: 0, count: 92)
    #expect(output == samples.map { $0 + silence })
    #expect(player.position == 100)
    #expect(player.hasEnded)
  }

  @Test(arguments: [1, 7, 64, 100, 333])
  func loopsWithoutAGap(frames: Int) {
    let samples = noise(100)
    let player = player([samples], loops: true)
    let output = BlockRunner(player).run(
      outputs: 1, cutInto: [Int](repeating: frames, count: 5))[0]
    #expect(output == (0..<(5 * frames)).map { samples[$0 % 100] })
    #expect(player.position == 5 * frames % 100)
    #expect(!player.hasEnded)
  }

  @Test(arguments: [false, true]) func isSilentWithoutFrames(loops: Bool) {
    let player = player([[]], loops: loops)
    #expect(BlockRunner(player).run(outputs: 1, cutInto: [4, 4]) == [[0, 0, 0, 0, 0, 0, 0, 0]])
  }

  @Test func movesItsGainAcrossTheWrap() {
    let player = player([[Float](repeating: 1, count: 7)], loops: true)
    let runner = BlockRunner(player)
    _ = runner.run(outputs: 1, frames: 3)
    #expect(player.setParameter("gain", to: -120))
    let fading = runner.run(outputs: 1, cutInto: [500, 460])[0]
    for (gain, next) in zip([1] + fading, fading) {
      #expect(gain - next > 0)
      #expect(gain - next <= 1 / 960 + 0x1p-23)
    }
    #expect(fading.last == 0)
  }

  @Test func keepsTheMemoryAsLongAsItLives() {
    var isReleased = false
    var kept: FilePlayerProcessor? = player([[1]], loops: true) { isReleased = true }
    #expect(!isReleased)
    #expect(kept != nil)
    kept = nil
    #expect(isReleased)
  }
}
