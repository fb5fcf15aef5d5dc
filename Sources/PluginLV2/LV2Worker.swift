import CLilv
import CRealtime
import Synchronization
import WorkQueues

/// What an instance does beside the cycle, and the owner of its `WorkerCore`.
///
/// Thread: control.
final class LV2Worker: @unchecked Sendable {
  // Unchecked: what changes in the core are atomics, and its queue while no cycle runs.

  /// How much fits into each ring, unless the plugin's ports carry more at once.
  static let ringBytes = 65_536

  let core: UnsafeMutablePointer<WorkerCore>
  private let kept = Mutex<WorkQueue?>(nil)
  private let hasEnded = Mutex(false)

  init() {
    core = .allocate(capacity: 1)
    core.initialize(to: WorkerCore())
  }

  deinit {
    // What never came back may use it for as long as the process lives.
    guard hasEnded.withLock({ $0 }) || core.pointee.interface == nil else { return }
    core.deinitialize(count: 1)
    core.deallocate()
  }

  /// Whether the plugin has work at all.
  var isNeeded: Bool { core.pointee.interface != nil }

  /// Messages for which there was no room.
  var refused: Int { core.pointee.refused.load(ordering: .relaxed) }

  /// Takes the plugin's interface up, if it has one; rings have room for messages of `messageBytes`.
  func attach(_ instance: UnsafeMutablePointer<LilvInstance>, messageBytes: Int) {
    guard let data = lilv_instance_get_extension_data(instance, LV2URI.workerInterface) else {
      return
    }
    let bytes = max(Self.ringBytes, 4 * messageBytes)
    core.pointee.requests = MessageRing(minimumBytes: bytes)
    core.pointee.replies = MessageRing(minimumBytes: bytes)
    core.pointee.handle = instance.pointee.lv2_handle
    core.pointee.interface = data.assumingMemoryBound(to: LV2_Worker_Interface.self)
  }

  /// Has work performed on a queue; by whoever runs the plugin when it is nil.
  ///
  /// While no cycle runs it.
  func work(on queue: WorkQueue?) {
    kept.withLock { $0 = queue }
    core.pointee.queue = queue?.handle
  }

  /// Performs `body` while nothing is worked; nil when what is under way does not end within two
  /// seconds.
  func alone<Result>(_ body: () -> Result) -> Result? {
    guard waitForTurn() else { return nil }
    defer { core.pointee.giveTurnBack() }
    return body()
  }

  /// Performs and delivers what is left, and keeps the turn for good; false when what is under way
  /// does not end within two seconds: then nothing of the plugin may be freed.
  ///
  /// A plugin frees by requests what it has replaced. While no cycle runs it.
  func end() -> Bool {
    guard waitForTurn() else { return false }
    // What was put before has to find the turn taken, and go.
    guard Self.eventually({ !core.pointee.isAnnounced.load(ordering: .acquiring) }) else {
      return false
    }
    for _ in 0..<Self.lastRounds where isNeeded && hasMessages {
      core.pointee.performAll(UnsafeMutableRawPointer(core))
      core.pointee.deliver()
    }
    hasEnded.withLock { $0 = true }
    return true
  }

  /// Replies may ask for more.
  private static let lastRounds = 100

  private var hasMessages: Bool {
    !core.pointee.requests.isEmpty || !core.pointee.replies.isEmpty
  }

  private func waitForTurn() -> Bool { Self.eventually { core.pointee.takeTurn() } }

  /// Looks every millisecond, for two seconds.
  private static func eventually(_ condition: () -> Bool) -> Bool {
    let end = rt_now_nanoseconds() + 2_000_000_000
    while !condition() {
      let now = rt_now_nanoseconds()
      guard now < end else { return false }
      _ = rt_sleep_until(now + 1_000_000)
    }
    return true
  }
}
