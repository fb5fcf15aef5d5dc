// Brings engines back to where they began; never runs in the cycle.

extension EngineCore {
  /// Forgets all it heard.
  mutating func restart() {
    for level in 0..<levelCount { unsafe levels[level].restart() }
    unsafe Kernel.clear(direct.recent, frames: DirectPart.recentFrames * channels)
    unsafe Kernel.clear(rings, frames: ringFrames * channels)
    unsafe Kernel.clear(wet, frames: Self.wetFrames * channels)
    position = 0
    unsafe nextRetired = nil
  }
}

extension ConvolverLevel {
  /// Forgets all it heard.
  fileprivate mutating func restart() {
    let frames = 2 * size.frames * size.channels
    unsafe Kernel.clear(spectra, frames: frames * size.partitions)
    unsafe Kernel.clear(work, frames: frames)
    unsafe Kernel.clear(blocks, frames: frames)
    (newest, played, nextPiece) = (0, 0, 0)
  }
}
