// Code and data used in the cycle.

/// Takes frames out of a bridge's resampler without a click, whatever becomes of them.
///
/// They rise from silence and fall to it in straight lines. When there are none all of a sudden,
/// the last sample falls instead.
struct BridgeFade {
  let channelCount: Int
  /// Frames from silence to full, and back.
  let frames: Int
  /// What was played last, one sample per channel.
  let last: UnsafeMutablePointer<Float>
  /// What falls since there was nothing to play, one sample per channel.
  let held: UnsafeMutablePointer<Float>
  private var gain: Float = 0
  private var step: Float = 0
  /// Frames of its fall that are still to come.
  private var fallFrames = 0

  init(channelCount: Int, frames: Int) {
    self.channelCount = channelCount
    self.frames = frames
    last = .make(channelCount)
    held = .make(channelCount)
  }

  func destroy() {
    last.deallocate()
    held.deallocate()
  }

  /// Whether frames are at silence: they may be left out or exchanged for others.
  var isSilent: Bool { @_noLocks get { gain == 0 && step <= 0 } }

  @_noLocks
  mutating func rise() { step = 1 / Float(frames) }

  @_noLocks
  mutating func fall() { step = -1 / Float(frames) }

  /// Plays `made` interleaved frames and silence for the rest of `frames`.
  ///
  /// When `isDry`, there are no more frames after those: the last one falls. Thread: cycle.
  @_noLocks
  mutating func play(
    _ samples: UnsafePointer<Float>, made: Int, isDry: Bool,
    into planes: UnsafePointer<UnsafeMutablePointer<Float>?>, frames: Int
  ) {
    for channel in 0..<channelCount {
      guard let plane = planes[channel] else { continue }
      copy(samples + channel, made, into: plane)
      for frame in made..<frames { plane[frame] = 0 }
      addFall(held[channel], to: plane, frames: isDry ? made : frames)
      if isDry {
        held[channel] = made > 0 ? plane[made - 1] : last[channel]
        for frame in made..<frames {
          plane[frame] = held[channel] * fallGain(frame - made, of: self.frames)
        }
      }
      if frames > 0 { last[channel] = plane[frames - 1] }
    }
    move(by: made, isDry: isDry, frames: frames)
  }

  @_noLocks
  private func copy(
    _ samples: UnsafePointer<Float>, _ frames: Int, into plane: UnsafeMutablePointer<Float>
  ) {
    for frame in 0..<frames {
      plane[frame] = samples[frame * channelCount] * self.gain(after: frame + 1)
    }
  }

  @_noLocks
  private func addFall(
    _ value: Float, to plane: UnsafeMutablePointer<Float>, frames: Int
  ) {
    for frame in 0..<min(frames, fallFrames) {
      plane[frame] += value * fallGain(frame, of: fallFrames)
    }
  }

  /// What is left of a held sample, `left` frames before it reaches silence, `frame` frames on.
  @_noLocks
  private func fallGain(_ frame: Int, of left: Int) -> Float {
    max(0, Float(left - frame - 1)) / Float(self.frames)
  }

  @_noLocks
  private func gain(after frames: Int) -> Float {
    max(0, min(1, gain + step * Float(frames)))
  }

  @_noLocks
  private mutating func move(by made: Int, isDry: Bool, frames: Int) {
    gain = isDry ? 0 : gain(after: made)
    if isDry { step = 0 }
    fallFrames = max(0, isDry ? self.frames - (frames - made) : fallFrames - frames)
  }
}
