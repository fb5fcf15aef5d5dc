import CRealtime
import Signal

/// Where several buffers become one: summed in the order of their connections.
@safe
struct MixPoint {
  let sources: UnsafeMutablePointer<UnsafePointer<Float>>
  let sourceCount: Int

  @_noLocks
  init(sources: UnsafeMutablePointer<UnsafePointer<Float>>, sourceCount: Int) {
    unsafe self.sources = unsafe sources
    self.sourceCount = sourceCount
  }

  /// Writes the sum of all sources; silence when there are none.
  @_noLocks
  func sum(to destination: UnsafeMutablePointer<Float>, frames: Int) {
    guard sourceCount > 0 else { return unsafe Kernel.clear(destination, frames: frames) }
    unsafe Kernel.copy(sources[0], to: destination, frames: frames)
    for index in 1..<sourceCount {
      unsafe Kernel.add(sources[index], to: destination, frames: frames)
    }
  }
}

/// An input that several outputs are connected to, and the buffer its node reads.
@safe
struct MixedInput {
  let point: MixPoint
  let buffer: UnsafeMutablePointer<Float>

  @_noLocks
  init(point: MixPoint, buffer: UnsafeMutablePointer<Float>) {
    self.point = point
    unsafe self.buffer = unsafe buffer
  }
}
