import CRealtime
import Foundation
import Realtime
import SoundFiles

/// The cycle's end of a recording: what a recorder node, or the master tap, writes through.
final class RecordingTap: BackgroundWork, @unchecked Sendable {
  /// The tap as the cycle sees it; valid as long as the tap.
  struct Handle: BitwiseCopyable, @unchecked Sendable {
    let ring: UnsafeMutablePointer<SampleRing>
    /// A period's planes, as many as the ring has; the cycle's own.
    let planes: UnsafeMutablePointer<UnsafePointer<Float>?>
  }

  let recording: Recording
  /// Frames per second.
  let rate: Int
  /// The files it writes and has written.
  let paths: [String]
  private let sink: RingSink
  private let planes: UnsafeMutablePointer<UnsafePointer<Float>?>

  /// How much sound the ring holds.
  static let seconds = 4

  /// Creates the file and a ring; events name the node, if it is one, and the file.
  convenience init(
    name: String? = nil, path: String, rate: Int, channels: Int, format: SampleFormat? = nil,
    seconds: Int = RecordingTap.seconds
  ) throws(SoundFileError) {
    let writer = try SoundFileWriter(
      path: path, rate: rate, channelCount: channels, sampleFormat: format)
    self.init(
      name: name, Recording(to: writer, capacityFrames: rate * seconds), rate: rate, paths: [path])
  }

  private init(name: String?, _ recording: Recording, rate: Int, paths: [String]) {
    self.rate = rate
    self.paths = paths
    self.recording = recording
    sink = RingSink(recording.ring, owner: recording)
    planes = .allocate(capacity: recording.channelCount)
    planes.initialize(repeating: nil, count: recording.channelCount)
    super.init(label: name ?? paths[paths.count - 1])
  }

  deinit { planes.deallocate() }

  override var lostFrames: Int { recording.overrunFrames }

  override func step(_ tell: (String) -> Void) throws(SoundFileError) -> Bool {
    let slice = recording.ring.capacityFrames / BackgroundRound.slices
    return try recording.drain(maximumFrames: slice) >= slice
  }

  override func complete(_ tell: (String) -> Void) throws(SoundFileError) { try recording.close() }

  override func goOn(from other: BackgroundWork, _ tell: (String) -> Void) {
    tell("\(label): \(wayOn)")
  }

  /// What becomes of the recording it goes on from.
  var wayOn: String {
    if let failure = recording.failure { return "the recording ends here: \(failure)" }
    return "the recording goes on in \(recording.path), at \(rate) Hz"
  }

  override func discard() {
    guard recording.failure == nil else { return }
    try? FileManager.default.removeItem(atPath: recording.path)
  }

  override func describe(lostFrames: Int) -> String {
    "\(super.describe(lostFrames: lostFrames)) in \(recording.path)"
  }

  /// What `RingSink.write` is called with for a block.
  var context: UnsafeMutableRawPointer { sink.context }

  /// What the cycle writes a period with.
  var handle: Handle { Handle(ring: sink.ring, planes: planes) }
}

extension RecordingTap {
  /// Creates a tap that goes on at another rate or with other channels, in a file of its own: `take-2.wav`, or the first of
  /// that kind that is not there yet.
  ///
  /// Where that cannot be made, as on a full disk, it takes everything and keeps nothing: sound is
  /// worth more than its recording.
  convenience init(
    after other: RecordingTap, name: String? = nil, rate: Int, channels: Int? = nil
  ) {
    let (before, path) = (other.recording, Self.nextPath(after: other.paths[0]))
    let channelCount = channels ?? before.channelCount
    do throws(SoundFileError) {
      let writer = try SoundFileWriter(
        path: path, rate: rate, channelCount: channelCount,
        sampleFormat: before.sampleFormat)
      self.init(
        name: name, Recording(to: writer, capacityFrames: rate * Self.seconds), rate: rate,
        paths: other.paths + [path])
    } catch {
      // A full disk still had room for the name.
      try? FileManager.default.removeItem(atPath: path)
      self.init(
        name: name,
        Recording(
          of: before, failedBy: error, channelCount: channelCount,
          capacityFrames: rate * Self.seconds),
        rate: rate, paths: other.paths)
    }
  }

  private static func nextPath(after path: String) -> String {
    let url = URL(fileURLWithPath: path)
    let stem = url.deletingPathExtension().path
    var number = 2
    while FileManager.default.fileExists(atPath: "\(stem)-\(number).\(url.pathExtension)") {
      number += 1
    }
    return "\(stem)-\(number).\(url.pathExtension)"
  }
}

extension RecordingTap.Handle {
  /// Writes a period's playback; what does not fit is counted by the ring.
  ///
  /// Thread: cycle.
  @_noLocks
  func writePlayback(_ period: UnsafePointer<rt_period>) {
    let playback = UnsafeRawPointer(period.pointee.playback)?
      .assumingMemoryBound(to: UnsafePointer<Float>?.self)
    write(playback, count: Int(period.pointee.playback_count), frames: period.pointee.frames)
  }

  /// Writes what a period captured; what does not fit is counted by the ring.
  ///
  /// Thread: cycle.
  @_noLocks
  func writeCapture(_ period: UnsafePointer<rt_period>) {
    write(
      period.pointee.capture, count: Int(period.pointee.capture_count),
      frames: period.pointee.frames)
  }

  /// Channels that the driver of the present does not have are silent.
  @_noLocks
  private func write(
    _ channels: UnsafePointer<UnsafePointer<Float>?>?, count: Int, frames: UInt32
  ) {
    for channel in 0..<ring.pointee.channelCount {
      planes[channel] = channel < count ? channels?[channel] : nil
    }
    _ = ring.pointee.write(planes, frames: Int(frames))
  }
}
