// Control side.
import CJACK
import Drivers
import Realtime
import Synchronization

/// Looks after a client's connections while it runs.
///
/// On a thread of its own: JACK's must not ask the server for anything.
final class JACKAttendant: Sendable {
  private static let lookNanoseconds: Int64 = 250_000_000
  /// Changes come in flocks.
  private static let settlingNanoseconds: Int64 = 20_000_000

  private let client: JACKClient
  private let state: Mutex<JACKPatchbay>
  private let patchChanged: @Sendable (JACKPatch) -> Void

  init(
    _ client: JACKClient, _ patchbay: JACKPatchbay,
    patchChanged: @escaping @Sendable (JACKPatch) -> Void
  ) {
    self.client = client
    self.patchChanged = patchChanged
    state = Mutex(patchbay)
  }

  /// What others have done.
  var patch: JACKPatch { state.withLock { $0.patch } }
  /// The connections of the client's ports.
  var connections: Set<JACKPatch.Connection> { state.withLock { $0.known } }

  /// Connects what is there; returns one line for each thing that is not.
  ///
  /// Blocks for as long as the server does not answer.
  func connectFirst() -> [String] {
    let rules = state.withLock { $0.rules }
    let graph = client.requests.withLock { _ in client.graph() }
    let refused = look()
    let lines = rules.flatMap { $0.shortages(graph, client: client.name) }
    return lines + refused.map { "JACK did not connect \(client.name):\($0.port) and \($0.peer)" }
  }

  /// Begins to look, on a thread of its own, until the client leaves.
  func start() {
    _ = startDetachedThread { self.run() }
  }

  private func run() {
    var periods: UInt64 = 0
    while !client.isLeaving, client.counters.loss != .serverGone {
      let seen = client.notes.bell.load(ordering: .acquiring)
      if client.notes.hasNewLatency.exchange(false, ordering: .acquiring) {
        client.request { jack_recompute_total_latencies(client.handle) }
      }
      // What was connected is seen from the server's next cycle on.
      let now = client.counters.periods.load(ordering: .relaxed)
      if now != periods, hasSomethingToDo() {
        periods = now
        look()
      }
      client.notes.sleep(until: Clock.now() + Self.lookNanoseconds, since: seen)
    }
  }

  private func hasSomethingToDo() -> Bool {
    let hasDoubts = state.withLock { $0.hasDoubts }
    guard client.notes.hasChanges.exchange(false, ordering: .acquiring) || hasDoubts else {
      return false
    }
    client.notes.sleep(
      until: Clock.now() + Self.settlingNanoseconds,
      since: client.notes.bell.load(ordering: .acquiring))
    return true
  }

  /// Takes note of what has changed, and connects what is missing; returns what JACK refused.
  @discardableResult
  private func look() -> [JACKPatch.Connection] {
    var refused: [JACKPatch.Connection] = []
    client.request {
      // A server that ends takes ports and connections away: nobody has done that.
      let graph = client.graph()
      guard !client.counters.isLost else { return }
      let before = patch
      let wanted = state.withLock { $0.look(at: graph) }
      let after = patch
      if after != before { patchChanged(after) }
      refused = wanted.filter { !client.connect($0) }
      state.withLock { $0.noteMade(wanted.filter { !refused.contains($0) }) }
    }
    return refused
  }
}

extension JACKClient {
  /// Asks the server for something, unless the client leaves; one at a time.
  func request(_ body: () -> Void) {
    requests.withLock { _ in
      if !isLeaving { body() }
    }
  }
}
