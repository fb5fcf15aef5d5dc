import CRealtime
import Realtime
import WorkQueues

/// A thread that puts items into queues as fast as they take them, with pauses now and then so that
/// workers fall asleep.
final class StressProducer: @unchecked Sendable {
  private let number: Int
  private let queues: [QueueHandle]
  private let work: rt_work
  private let wanted: UInt64
  private var random: SeededRandom
  private var thread: RealtimeThread?
  /// What the queues accepted; only after `join`.
  private(set) var accepted = StressSum()

  init(
    number: Int, queues: [QueueHandle], work: @escaping rt_work, items: UInt64, seed: UInt64
  ) throws {
    self.number = number
    self.queues = queues
    self.work = work
    wanted = items
    random = SeededRandom(seed: seed)
    thread = try RealtimeThread(
      name: "producer \(number)", scheduling: .normal(nice: 0),
      body: { context in
        guard let context else { return }
        Unmanaged<StressProducer>.fromOpaque(context).takeUnretainedValue().produce()
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  func join() { thread?.join() }

  private func produce() {
    var id: UInt64 = 0
    while id < wanted {
      let burst = UInt64(1) << UInt64(random.below(12))
      for _ in 0..<min(burst, wanted - id) {
        id += 1
        guard put(id) else { return }
      }
      if random.below(64) == 0 { pause(upTo: 100_000) }
    }
  }

  /// Puts one item, however often it takes; false when the queue is closed.
  private func put(_ id: UInt64) -> Bool {
    let queue = random.below(queues.count)
    let priority = random.below(3)
    let entry = StressEntry(producer: number, queue: queue, priority: priority, number: id)
    let item = WorkItem(work, context: entry.context)
    var attempts = 0
    while true {
      switch queues[queue].put(item, priority: WorkPriority.allCases[priority]) {
      case .accepted:
        accepted.add(entry)
        return true
      case .closed:
        return false
      case .full:
        attempts += 1
        if attempts.isMultiple(of: 32) { pause(upTo: 20_000) } else { rt_spin_pause() }
      }
    }
  }

  private func pause(upTo nanoseconds: Int) {
    _ = rt_sleep_until(rt_now_nanoseconds() + Int64(random.below(nanoseconds)))
  }
}

/// The same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// From 0 to one less than `limit`.
  mutating func below(_ limit: Int) -> Int { Int(next() >> 33) % limit }
}
