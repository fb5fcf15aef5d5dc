// Control side.
import Drivers
import Realtime
import Synchronization

/// Sees when a server runs no cycle any more, though nobody has said that it ended.
///
/// On a thread of its own: whoever asks such a server for something gets no answer.
struct JACKSilenceWatch {
  /// A stall is counted after the first, and the server given up after the second.
  private static let stallNanoseconds: Int64 = 1_000_000_000
  private static let lossNanoseconds: Int64 = 3_000_000_000
  private static let lookNanoseconds: Int64 = 250_000_000

  private var periods: UInt64 = 0
  private var heardNanoseconds = Clock.now()
  private var isSilent = false

  /// Begins to look, until the client leaves or is lost.
  static func start(_ client: JACKClient) {
    _ = startDetachedThread {
      var watch = JACKSilenceWatch()
      while !client.isLeaving, !client.counters.isLost {
        watch.look(at: client)
        let seen = client.notes.bell.load(ordering: .acquiring)
        client.notes.sleep(until: Clock.now() + lookNanoseconds, since: seen)
      }
    }
  }

  private mutating func look(at client: JACKClient) {
    let (now, counters) = (Clock.now(), CounterHandle(client.counters))
    let count = client.counters.periods.load(ordering: .relaxed)
    // A cycle of a server that renders to a file may take as long as it wants.
    if count != periods || client.notes.isFreewheeling.load(ordering: .relaxed) {
      if isSilent { counters.countRecovery() }
      (periods, heardNanoseconds, isSilent) = (count, now, false)
      return
    }
    if !isSilent, now - heardNanoseconds > Self.stallNanoseconds {
      isSilent = true
      counters.countStall()
    }
    if now - heardNanoseconds > Self.lossNanoseconds { client.notes.noteLoss(.serverGone) }
  }
}
