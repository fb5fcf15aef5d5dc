import CRealtime
import Foundation
import Realtime
import SoundFiles

/// The cycle's end of a recording: what a recorder node, or the master tap, writes through.
final class RecordingTap: BackgroundWork, @unchecked Sendable {
  /// The tap as the cycle sees it; valid as long as the tap.
  struct Handle: BitwiseCopyable, @unchecked Sendable {
    let ring: UnsafeMutablePointer<SampleRing>
  }

  let recording: Recording
  /// Frames per second.
  let rate: Int
  /// The files it writes and has written.
  let paths: [String]
  private let sink: RingSink

  /// Creates the file and a ring that holds `seconds` of sound; events name the node, if it is one,
  /// and the file.
  init(
    name: String? = nil, path: String, rate: Int, channels: Int, format: SampleFormat? = nil,
    seconds: Int = 4, earlierPaths: [String] = []
  ) throws(SoundFileError) {
    let writer = try SoundFileWriter(
      path: path, rate: rate, channelCount: channels, sampleFormat: format)
    self.rate = rate
    paths = earlierPaths + [path]
    recording = Recording(to: writer, capacityFrames: rate * seconds)
    sink = RingSink(recording.ring, owner: recording)
    super.init(label: name ?? path)
  }

  override var lostFrames: Int { recording.overrunFrames }

  override func step(_ tell: (String) -> Void) throws(SoundFileError) { try recording.drain() }

  override func complete(_ tell: (String) -> Void) throws(SoundFileError) { try recording.close() }

  override func goOn(from other: BackgroundWork, _ tell: (String) -> Void) {
    tell("\(label): the recording goes on in \(recording.path), at \(rate) Hz")
  }

  override func discard() { try? FileManager.default.removeItem(atPath: recording.path) }

  override func describe(lostFrames: Int) -> String {
    "\(super.describe(lostFrames: lostFrames)) in \(recording.path)"
  }

  /// What `RingSink.write` is called with for a block.
  var context: UnsafeMutableRawPointer { sink.context }

  /// What the cycle writes a period with.
  var handle: Handle { Handle(ring: sink.ring) }
}

extension RecordingTap {
  /// Creates a tap that goes on at another rate, in a file of its own: `take-2.wav`, or the first of
  /// that kind that is not there yet.
  convenience init(after other: RecordingTap, name: String? = nil, rate: Int)
    throws(SoundFileError)
  {
    let (recording, path) = (other.recording, Self.nextPath(after: other.paths[0]))
    do throws(SoundFileError) {
      try self.init(
        name: name, path: path, rate: rate, channels: recording.channelCount,
        format: recording.sampleFormat, earlierPaths: other.paths)
    } catch {
      // A full disk still had room for the name; it is tried again and again.
      try? FileManager.default.removeItem(atPath: path)
      throw error
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
    guard let playback = period.pointee.playback else { return }
    let planes = UnsafeRawPointer(playback).assumingMemoryBound(to: UnsafePointer<Float>?.self)
    _ = ring.pointee.write(planes, frames: Int(period.pointee.frames))
  }
}
