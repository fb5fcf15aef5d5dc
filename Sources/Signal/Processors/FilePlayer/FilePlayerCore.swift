import CRealtime
import Synchronization

/// What the cycle touches of a file player.
@safe
struct FilePlayerCore: ~Copyable {
  let channels: UnsafeMutablePointer<UnsafePointer<Float>>
  let channelCount: Int
  let frameCount: Int
  let loops: Bool
  let gain: SmoothedValue
  /// The next frame to play; `frameCount` once all was played.
  let position = Atomic<Int>(0)

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: FilePlayerCore.self).pointee.process(block)
  }

  @_noLocks
  borrowing func process(_ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    let ramp = gain.next(frames)
    let from = position.load(ordering: .relaxed)
    for channel in 0..<channelCount {
      guard let output = unsafe block.output(channel) else { continue }
      unsafe play(channels[channel], from: from, ramp: ramp, to: output, frames: frames)
    }
    position.store(place(after: frames, from: from), ordering: .relaxed)
  }

  /// Copies from a place on, round the end as often as it comes, with silence after the last end.
  @_noLocks
  borrowing func play(
    _ samples: UnsafePointer<Float>, from place: Int, ramp: LinearRamp,
    to output: UnsafeMutablePointer<Float>, frames: Int
  ) {
    var place = place
    var done = 0
    while done < frames {
      if place == frameCount, loops { place = 0 }
      let left = frameCount - place
      let run = left < frames - done ? left : frames - done
      if run == 0 { return unsafe Kernel.clear(output + done, frames: frames - done) }
      unsafe Kernel.copy(
        samples + place, ramp: ramp.advanced(done), to: output + done, frames: run)
      place += run
      done += run
    }
  }

  /// Where the file is after some more frames.
  @_noLocks
  borrowing func place(after frames: Int, from place: Int) -> Int {
    if loops, frameCount > 0 { return (place + frames) % frameCount }
    return frames < frameCount - place ? place + frames : frameCount
  }
}
