import Drivers

/// A source in memory.
final class MemorySource: SampleSource {
  private let samples: [[Float]]
  private var position = 0
  private let failsAt: Int?

  init(_ samples: [[Float]], failsAt: Int? = nil) {
    self.samples = samples
    self.failsAt = failsAt
  }

  var channelCount: Int { samples.count }

  func read(
    into channels: UnsafePointer<UnsafeMutablePointer<Float>?>, frames: Int
  ) throws(DriverError) -> Int {
    if let failsAt, position >= failsAt { throw DriverError(.failed, "cannot read") }
    let count = min(frames, (samples.first?.count ?? 0) - position)
    for (channel, source) in samples.enumerated() {
      for frame in 0..<count { channels[channel]?[frame] = source[position + frame] }
    }
    position += count
    return count
  }
}

/// A sink in memory.
final class MemorySink: SampleSink {
  private(set) var samples: [[Float]]
  private let limit: Int

  init(channelCount: Int, limit: Int = .max) {
    samples = Array(repeating: [], count: channelCount)
    self.limit = limit
  }

  var channelCount: Int { samples.count }

  func write(
    _ channels: UnsafePointer<UnsafePointer<Float>?>, frames: Int
  ) throws(DriverError) {
    guard (samples.first?.count ?? 0) + frames <= limit else {
      throw DriverError(.failed, "no space left on device")
    }
    for channel in samples.indices {
      samples[channel] += UnsafeBufferPointer(start: channels[channel], count: frames)
    }
  }
}

/// A signal that no period of silence or other channel can be mistaken for.
func ramp(channels: Int, frames: Int) -> [[Float]] {
  (0..<channels).map { channel in
    (0..<frames).map { Float($0 + 1) / 65_536 + Float(channel) * 0.125 }
  }
}
