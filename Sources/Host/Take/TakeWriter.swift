import Foundation
import SoundFiles
import Synchronization

/// Writes a take while it is played.
///
/// Thread: control; `drain` and `close` where a disk may take its time.
final class TakeWriter: Sendable {
  /// What the session captures, for the cycle; nil when it captures nothing.
  let capture: RecordingTap?
  /// What it plays, for the cycle.
  let playback: RecordingTap?
  private let folder: TakeFolder
  private let file: Mutex<FileHandle>
  private let waiting = Mutex<[TakeEvent]>([])
  private let sessions = Mutex<Int>(1)

  /// Makes the folder, with the header and the first session.
  init(path: String, header: TakeHeader, sessionText: String) throws(HostError) {
    folder = TakeFolder(path: path)
    try folder.create()
    capture = try Self.makeTap(folder.capture, header, channels: header.captureChannels)
    playback = try Self.makeTap(folder.playback, header, channels: header.playbackChannels)
    do {
      try JSONEncoder().encode(header).write(to: URL(fileURLWithPath: folder.header))
      try Data(sessionText.utf8).write(to: URL(fileURLWithPath: folder.session(0)))
      try Data().write(to: URL(fileURLWithPath: folder.events))
      file = Mutex(try FileHandle(forWritingTo: URL(fileURLWithPath: folder.events)))
    } catch {
      throw HostError(.unavailable, "\(path): cannot write: \(error.localizedDescription)")
    }
  }

  /// Notes what was done at a moment.
  func note(_ action: TakeEvent.Action, at moment: PostWindow.Moment) {
    let event = TakeEvent(frame: moment.frame, isExact: moment.isExact, action: action)
    waiting.withLock { $0.append(event) }
  }

  /// Keeps the text of one more session; gives its number.
  func keepSession(_ text: String) throws(HostError) -> Int {
    let number = sessions.withLock { count in
      defer { count += 1 }
      return count
    }
    let path = folder.session(number)
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw HostError(.unavailable, "\(path): cannot write: \(error.localizedDescription)")
    }
    return number
  }

  /// Carries what was noted and recorded to the disk.
  func drain() throws {
    let events = waiting.withLock { events in
      defer { events = [] }
      return events
    }
    try file.withLock { file in
      for event in events {
        try file.write(contentsOf: JSONEncoder().encode(event) + Data("\n".utf8))
      }
    }
    for tap in [capture, playback] { _ = try tap?.recording.drain() }
  }

  /// Completes the take; the cycle must have stopped writing.
  func close() throws {
    try drain()
    try file.withLock { try $0.close() }
    for tap in [capture, playback] { try tap?.recording.close() }
  }

  /// Frames that are missing because the disk was slow: such a take cannot be played again.
  var lostFrames: Int {
    [capture, playback].compactMap { $0?.recording.overrunFrames }.max() ?? 0
  }

  private static func makeTap(
    _ path: String, _ header: TakeHeader, channels: Int
  ) throws(HostError) -> RecordingTap? {
    guard channels > 0 else { return nil }
    do throws(SoundFileError) {
      return try RecordingTap(
        path: path, rate: header.rate, channels: channels, format: .float)
    } catch {
      throw HostError(.unavailable, error.description)
    }
  }
}
