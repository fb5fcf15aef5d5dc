import CRealtime

/// What the cycle touches of a recorder.
@safe
struct RecorderCore {
  let sink: rt_process
  let sinkContext: UnsafeMutableRawPointer?

  @_noLocks
  init(sink: @escaping rt_process, sinkContext: UnsafeMutableRawPointer?) {
    unsafe self.sink = unsafe sink
    unsafe self.sinkContext = unsafe sinkContext
  }

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: RecorderCore.self).pointee.process(block)
  }

  @_noLocks
  func process(_ block: UnsafePointer<rt_block>) {
    for channel in 0..<(unsafe block.passingCount) {
      guard let input = unsafe block.input(channel), let output = unsafe block.output(channel)
      else { continue }
      unsafe Kernel.copy(input, to: output, frames: block.frames)
    }
    unsafe rt_call_process(sink, sinkContext, block)
  }
}
