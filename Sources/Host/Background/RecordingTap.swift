import CRealtime
import Realtime
import SoundFiles

/// The cycle's end of a recording: what a recorder node, or the master tap, writes through.
final class RecordingTap: BackgroundWork, @unchecked Sendable {
  /// The tap as the cycle sees it; valid as long as the tap.
  struct Handle: BitwiseCopyable, @unchecked Sendable {
    let ring: UnsafeMutablePointer<SampleRing>
  }

  let recording: Recording
  private let sink: RingSink

  /// Creates the file and a ring that holds `seconds` of sound; events name the node, if it is one,
  /// and the file.
  init(
    name: String? = nil, path: String, rate: Int, channels: Int, format: SampleFormat? = nil,
    seconds: Int = 4
  ) throws(SoundFileError) {
    let writer = try SoundFileWriter(
      path: path, rate: rate, channelCount: channels, sampleFormat: format)
    recording = Recording(to: writer, capacityFrames: rate * seconds)
    sink = RingSink(recording.ring, owner: recording)
    super.init(label: name ?? path)
  }

  override var lostFrames: Int { recording.overrunFrames }

  override func step(_ tell: (String) -> Void) throws(SoundFileError) { try recording.drain() }

  override func complete(_ tell: (String) -> Void) throws(SoundFileError) { try recording.close() }

  override func describe(lostFrames: Int) -> String {
    "\(super.describe(lostFrames: lostFrames)) in \(recording.path)"
  }

  /// What `RingSink.write` is called with for a block.
  var context: UnsafeMutableRawPointer { sink.context }

  /// What the cycle writes a period with.
  var handle: Handle { Handle(ring: sink.ring) }
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
