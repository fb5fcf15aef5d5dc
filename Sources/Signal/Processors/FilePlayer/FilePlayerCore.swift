import CRealtime

/// What the cycle touches of a file player.
@safe
struct FilePlayerCore: ~Copyable {
  let stream: UnsafeMutablePointer<StreamCore>
  let gain: SmoothedValue

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: FilePlayerCore.self).pointee.process(block)
  }

  @_noLocks
  borrowing func process(_ block: UnsafePointer<rt_block>) {
    let ramp = gain.next(unsafe block.frames)
    let part = unsafe stream.pointee.block(block.frames)
    for channel in 0..<(unsafe stream.pointee.channelCount) {
      guard let output = unsafe block.output(channel) else { continue }
      unsafe stream.pointee.play(channel, of: part, ramp: ramp, to: output)
    }
    unsafe stream.pointee.finish(part)
  }
}
