import CPluginCheck

/// The samples of a port; nobody may touch what is behind them.
final class FencedSamples {
  /// Silence.
  init(count: Int) {
    let memory = check_fenced_floats(count)
    precondition(memory != nil, "no memory")
    samples = UnsafeMutableBufferPointer(start: memory, count: count)
    samples.initialize(repeating: 0)
  }

  deinit { check_free_fenced_floats(samples.baseAddress, samples.count) }

  let samples: UnsafeMutableBufferPointer<Float>

  /// Marks what a block of so many frames leaves alone.
  func seal(from frames: Int) {
    for frame in frames..<samples.count { samples[frame] = Float(bitPattern: Self.seal) }
  }

  /// Whether it was left alone.
  func isSealed(from frames: Int) -> Bool {
    samples[frames...].allSatisfy { $0.bitPattern == Self.seal }
  }

  /// 0.0123456: a number that no plugin would write, and that does no harm where one is read.
  private static let seal: UInt32 = 0x3c4a_4588
}
