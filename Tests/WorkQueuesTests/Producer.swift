import CRealtime
import Realtime
import Synchronization

@testable import WorkQueues

/// A thread that puts items until the queue is closed; every third one at real-time priority.
final class Producer: @unchecked Sendable {
  let accepted = Atomic<Int>(0)
  let performed = Atomic<Int>(0)
  let full = Atomic<UInt64>(0)
  private let queues: [QueueHandle]
  private let limit: Int
  private var thread: RealtimeThread?

  init(
    puttingInto queues: QueueHandle..., number: Int, atMost limit: Int = .max
  ) throws {
    self.queues = queues
    self.limit = limit
    thread = try RealtimeThread(
      name: "producer \(number)",
      scheduling: number % 3 == 0 ? .fifo(priority: 1 + number) : .normal(nice: 0),
      body: { context in
        guard let context else { return }
        Unmanaged<Producer>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.produce() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  func join() { thread?.join() }

  private var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Producer>.fromOpaque(context)._withUnsafeGuaranteedRef {
          _ = $0.performed.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func produce() {
    for count in 0..<limit {
      let status = queues[count % queues.count]
        .put(item, priority: WorkPriority.allCases[count % 3])
      switch status {
      case .accepted: accepted.wrappingAdd(1, ordering: .acquiringAndReleasing)
      case .full:
        full.wrappingAdd(1, ordering: .acquiringAndReleasing)
        // At real-time priority it must leave the core to those that make room.
        _ = rt_sleep_until(rt_now_nanoseconds() + 20_000)
      case .closed: return
      }
    }
  }
}

/// Random numbers that a printed seed brings back (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
