import CRealtime
import Realtime

/// The cycle's end of a ring: what a node shows its blocks to.
final class RingSink: @unchecked Sendable {
  // Unchecked: the cycle alone writes, through the context.

  let ring: UnsafeMutablePointer<SampleRing>
  private let owner: AnyObject

  /// `owner` keeps the ring, and is kept as long as the sink.
  init(_ ring: SampleRing, owner: AnyObject) {
    self.ring = .allocate(capacity: 1)
    self.ring.initialize(to: ring)
    self.owner = owner
  }

  deinit { ring.deallocate() }

  /// What `write` is called with.
  var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(ring) }

  /// Writes a block's inputs; what does not fit is counted by the ring.
  ///
  /// Thread: cycle.
  @_noLocks
  static func write(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context, let block, let planes = block.pointee.inputs else { return }
    let ring = context.assumingMemoryBound(to: SampleRing.self)
    _ = ring.pointee.write(planes, frames: Int(block.pointee.frames))
  }
}
