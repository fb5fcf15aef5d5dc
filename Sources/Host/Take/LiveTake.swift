import Drivers
import Foundation
import Synchronization

/// A take that is being made of a running host.
///
/// Thread: control.
final class LiveTake: Sendable {
  let writer: TakeWriter
  let posting: TakePosting
  private let window: PostWindow
  private let inputs: InputRing
  private let overruns = Mutex(0)

  /// Begins a take; nothing of it has been played.
  init(path: String, header: TakeHeader, sessionText: String) throws(HostError) {
    writer = try TakeWriter(path: path, header: header, sessionText: sessionText)
    window = PostWindow()
    posting = TakePosting(window: window, writer: writer)
    inputs = .create()
  }

  deinit { inputs.destroy() }

  /// The take a set-up asks for, of its session's text.
  static func make(
    _ setup: AudioHost.Setup, format: StreamFormat
  ) throws(HostError) -> LiveTake? {
    guard let path = setup.takePath else { return nil }
    let session = setup.session.session.path
    let header = TakeHeader(
      rate: format.rate, periodFrames: format.periodFrames,
      captureChannels: format.captureChannels, playbackChannels: format.playbackChannels,
      sessionPath: URL(fileURLWithPath: session).standardizedFileURL.path)
    return try LiveTake(path: path, header: header, sessionText: try text(of: session))
  }

  /// The text of a session file.
  static func text(of path: String) throws(HostError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw HostError(.unavailable, "\(path): cannot be read: \(error.localizedDescription)")
    }
  }

  /// The take as the cycle sees it; valid as long as this take.
  var cycle: TakeCycle {
    TakeCycle(
      clock: window.handle, capture: writer.capture?.handle, playback: writer.playback?.handle,
      inputs: inputs)
  }

  /// Notes nothing any more: what follows cannot be replayed with what was before.
  func end() { writer.end() }

  /// Notes that a session was taken, before it is; gives its number.
  func noteReload(_ sessionText: String) throws(HostError) -> Int {
    let number = try writer.keepSession(sessionText)
    writer.note(.reload(session: number), at: window.post {})
    return number
  }

  /// Notes what players had to do without, what periods brought, and what the take itself lacks.
  func notePast(of work: [BackgroundWork]) {
    for case let player as FilePlaybackWork in work {
      // Its session is told soon.
      guard player.sessionNumber.load(ordering: .acquiring) >= 0 else { continue }
      for event in PlayerEvent.list(player) { writer.note(event) }
    }
    overruns.withLock { told in
      for input in inputs.take() { writer.note(input) }
      let lost = writer.taps.map(\.lostFrames).reduce(0, +) + inputs.lostRecords
      guard lost > told else { return }
      told = lost
      writer.note(.overrun, at: window.now)
    }
  }

  /// Notes a missed deadline.
  func noteMiss(node: String) { writer.note(.miss(node: node), at: window.post {}) }
}
