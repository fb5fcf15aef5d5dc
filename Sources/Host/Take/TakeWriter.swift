import Foundation
import SoundFiles
import Synchronization

/// Writes a take while it is played.
///
/// The sound goes where every recording goes: `taps`. Thread: control; `drain` and `close` where a
/// disk may take its time.
final class TakeWriter: Sendable {
  /// What the session captures, for the cycle; nil when it captures nothing.
  let capture: RecordingTap?
  /// What it plays, for the cycle.
  let playback: RecordingTap?
  private let folder: TakeFolder
  private let events: TakeLines<TakeEvent>
  private let players: TakeLines<PlayerEvent>
  private let inputs: TakeLines<TakeInput>
  private let sessions = Mutex<Int>(1)
  private let hasEnded = Atomic(false)

  /// Makes the folder, with the header and the first session.
  init(path: String, header: TakeHeader, sessionText: String) throws(HostError) {
    folder = TakeFolder(path: path)
    try folder.create()
    capture = try Self.makeTap(folder.capture, header, channels: header.captureChannels)
    playback = try Self.makeTap(folder.playback, header, channels: header.playbackChannels)
    do {
      try JSONEncoder().encode(header).write(to: URL(fileURLWithPath: folder.header))
      try Data(sessionText.utf8).write(to: URL(fileURLWithPath: folder.session(0)))
      events = try TakeLines(folder.events)
      players = try TakeLines(folder.players)
      inputs = try TakeLines(folder.inputs)
    } catch {
      throw HostError(.unavailable, "\(path): cannot write: \(error.localizedDescription)")
    }
  }

  /// Notes what was done at a moment.
  func note(_ action: TakeEvent.Action, at moment: PostWindow.Moment) {
    guard !hasEnded.load(ordering: .acquiring) else { return }
    events.add(TakeEvent(frame: moment.frame, isExact: moment.isExact, action: action))
  }

  /// Notes what a player had to do without.
  func note(_ event: PlayerEvent) {
    if !hasEnded.load(ordering: .acquiring) { players.add(event) }
  }

  /// Notes what came in beside samples.
  func note(_ input: TakeInput) {
    if !hasEnded.load(ordering: .acquiring) { inputs.add(input) }
  }

  /// Notes nothing any more.
  func end() { hasEnded.store(true, ordering: .releasing) }

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

  /// What is recorded of the sound, to be drained and closed with all other recordings.
  var taps: [RecordingTap] { [capture, playback].compactMap(\.self) }

  /// Carries what was noted to the disk.
  func drain() throws(HostError) {
    try players.drain()
    try inputs.drain()
    try events.drain()
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
