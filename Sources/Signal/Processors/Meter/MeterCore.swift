import CRealtime
import Synchronization

/// What the cycle touches of a meter.
@safe
struct MeterCore: ~Copyable {
  /// What it measured of one channel; written by the cycle, read anywhere.
  struct Channel: ~Copyable {
    /// The highest magnitude, as the bits of a float.
    let peak = Atomic<UInt32>(0)
    /// The sum of the squares, as the bits of a double.
    let squares = Atomic<UInt64>(0)
  }

  let channels: UnsafeMutablePointer<Channel>
  let channelCount: Int
  let frames = Atomic<Int>(0)
  let sink: rt_process
  let sinkContext: UnsafeMutableRawPointer?

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: MeterCore.self).pointee.process(block)
  }

  @_noLocks
  borrowing func process(_ block: UnsafePointer<rt_block>) {
    for channel in 0..<channelCount {
      guard let input = unsafe block.input(channel) else { continue }
      unsafe measure(input, channel: channel, frames: block.frames)
      if let output = unsafe block.output(channel) {
        unsafe Kernel.copy(input, to: output, frames: block.frames)
      }
    }
    frames.wrappingAdd(unsafe block.frames, ordering: .relaxed)
    unsafe rt_call_process(sink, sinkContext, block)
  }

  @_noLocks
  private borrowing func measure(
    _ samples: UnsafePointer<Float>, channel: Int, frames: Int
  ) {
    // Floats that are not negative order like their bits.
    let peak = unsafe Kernel.peak(samples, frames: frames).bitPattern
    unsafe channels[channel].peak.max(peak, ordering: .relaxed)
    let power = unsafe Kernel.sumOfSquares(samples, frames: frames)
    // One sample that is no number would be all there is to read from then on.
    guard power.isFinite else { return }
    let before = unsafe Double(bitPattern: channels[channel].squares.load(ordering: .relaxed))
    unsafe channels[channel].squares.store((before + power).bitPattern, ordering: .relaxed)
  }
}
