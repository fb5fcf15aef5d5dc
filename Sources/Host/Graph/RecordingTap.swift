import CRealtime
import Realtime
import SoundFiles

/// The cycle's end of a recording: what a recorder node, or the master tap, writes through.
final class RecordingTap: @unchecked Sendable {
  // Unchecked: the cycle only sees the ring, the disk queue alone touches the recording.

  /// The tap as the cycle sees it; valid as long as the tap.
  struct Handle: BitwiseCopyable, @unchecked Sendable {
    let ring: UnsafeMutablePointer<SampleRing>
  }

  let recording: Recording
  let handle: Handle

  /// Creates the file and a ring that holds `seconds` of sound.
  init(
    path: String, rate: Int, channels: Int, format: SampleFormat? = nil, seconds: Int = 4
  ) throws(SoundFileError) {
    let writer = try SoundFileWriter(
      path: path, rate: rate, channelCount: channels, sampleFormat: format)
    recording = Recording(to: writer, capacityFrames: rate * seconds)
    handle = Handle(ring: .allocate(capacity: 1))
    handle.ring.initialize(to: recording.ring)
  }

  deinit { handle.ring.deallocate() }

  /// What `write` is called with.
  var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle.ring) }

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

extension RecordingTap.Handle {
  /// Writes a period's playback; what does not fit is counted by the ring.
  ///
  /// Thread: cycle.
  @_noLocks
  func writePlayback(_ period: UnsafePointer<rt_period>) {
    guard let playback = period.pointee.playback else { return }
    let planes = UnsafeRawPointer(playback).assumingMemoryBound(to: UnsafePointer<Float>?.self)
    _ = ring.pointee.write(planes, frames: Int(period.pointee.frames))
  }
}
