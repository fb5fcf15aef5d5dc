import PluginSandbox
import Signal
import SoundFiles

/// Does again what was done during a take, between the periods of its replay.
///
/// Thread: the one that replays.
final class ReplaySteps {
  let live: LiveGraph
  let fader = Fader(gain: 0)
  private let take: Take
  private let loader: SessionLoader
  private let posting = ReplayPosting()
  private var next = 0

  /// Makes the nodes of the take's first session.
  init(_ take: Take, loader: SessionLoader, recordingFolder: String) throws(HostError) {
    self.take = take
    self.loader = loader
    let header = take.header
    live = try LiveGraph(
      try Self.load(0, of: take, with: loader),
      factory: NodeFactory(
        loader: loader, sandboxes: SandboxPool(loader.sandbox, isRealtime: false),
        rate: header.rate, maximumFrames: header.periodFrames,
        recordingFolder: recordingFolder),
      posting: posting)
    followPlayers(session: 0)
  }

  /// Does what was done before the period that begins at a frame.
  func advance(to frame: UInt64) throws(HostError) {
    while next < take.events.count, take.events[next].frame <= frame {
      try perform(take.events[next])
      next += 1
    }
  }

  private func perform(_ event: TakeEvent) throws(HostError) {
    switch event.action {
    case .fade(let gain, let frames, let curve):
      fader.fade(to: gain, frames: frames, curve: curve ?? .linear)
    case .reload(let number): try reload(number)
    case .latencies: _ = try? live.adoptLatencies()
    case .plan: try postPlan(event)
    case .values:
      guard posting.postValues() else { throw lost(event) }
    case .rest(let node): live.rest(node)
    case .wake(let node): live.restart(node)
    case .exclude(let node): try? live.exclude(node)
    case .bypass(let node, let isBypassed):
      _ = try? live.setBypassed(isBypassed, node: node)
    case .snapshot(let name): _ = try? live.goTo(snapshot: name)
    case .edit(let edit): try? live.apply(edit)
    case .miss, .overrun: break
    }
  }

  /// Finishes with what nodes that are in no plan any more did beside the cycle.
  func finishEnding() throws(SoundFileError) {
    live.advance()
    for work in live.takeEnding() { _ = try work.finish { _ in } }
  }

  private func reload(_ number: Int) throws(HostError) {
    let session = try Self.load(number, of: take, with: loader)
    // A session that was refused then is refused now.
    guard (try? live.replace(with: session)) != nil else { return }
    followPlayers(session: number)
  }

  /// Has players that were made for a session do without what they had to do without then.
  private func followPlayers(session: Int) {
    for player in live.nodes.tellPlayers(session: session) {
      player.playback.follow(take.players.past(of: player.label, session: session))
    }
  }

  /// The next plan is there once the edit was moved on.
  private func postPlan(_ event: TakeEvent) throws(HostError) {
    if posting.postPlan() { return }
    live.advance()
    guard posting.postPlan() else { throw lost(event) }
  }

  private func lost(_ event: TakeEvent) -> HostError {
    HostError(
      .unavailable,
      "\(take.folder.path): the replay cannot follow the take at frame \(event.frame): a plugin or "
        + "a file is not the same any more")
  }

  private static func load(
    _ number: Int, of take: Take, with loader: SessionLoader
  ) throws(HostError) -> ResolvedSession {
    try loader.load(
      path: take.header.sessionPath, textPath: take.folder.session(number), rate: take.header.rate)
  }
}
