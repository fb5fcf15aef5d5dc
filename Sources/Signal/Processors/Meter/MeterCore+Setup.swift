// Prepares meters for the cycle; never runs in it.
import Synchronization

extension MeterCore {
  /// Takes over what another core has measured; it has as many channels.
  borrowing func measure(onFrom other: UnsafeMutablePointer<MeterCore>) {
    for channel in 0..<channelCount {
      let (mine, theirs) = unsafe (channels + channel, other.pointee.channels + channel)
      unsafe mine.pointee.peak.store(
        theirs.pointee.peak.load(ordering: .relaxed), ordering: .relaxed)
      unsafe mine.pointee.squares.store(
        theirs.pointee.squares.load(ordering: .relaxed), ordering: .relaxed)
    }
    unsafe frames.store(other.pointee.frames.load(ordering: .relaxed), ordering: .relaxed)
  }
}
