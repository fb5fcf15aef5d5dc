import CPeers
import CRealtime
import Realtime
import Synchronization
import WorkQueues

/// Bursts of empty items: what one costs from put to end, and the producer alone.
enum PutTrial {
  static let burst = 10_000
  private static let bursts = 15
  /// A whole burst fits, as it does in the peers' queues.
  private static let capacity = 16_384
  private static let spinNanoseconds: Int64 = 100_000

  static var oneWorker: Trial {
    Trial(
      name: "put1", title: "put of one item, one producer, one awake worker",
      subjects: Contenders.subjects(
        Contenders.ours {
          try WorkQueuePool(kind: .standard, capacity: capacity, spinNanoseconds: spinNanoseconds)
        } + Contenders.onePeer, measure: { measure($0, work: Counter.increment) }))
  }

  static var twoWorkers: Trial {
    Trial(
      name: "put2", title: "put of one item, one producer, two workers that may sleep",
      subjects: Contenders.subjects(
        Contenders.ours {
          try WorkQueuePool(
            kind: .multithreaded(workers: 2), capacity: capacity, spinNanoseconds: spinNanoseconds)
        } + Contenders.twoPeers, measure: { measure($0, work: Counter.incrementTogether) }))
  }

  private static func measure(_ pool: any Pool, work: @escaping rt_work) -> [Metric: Double] {
    let count = Counter()
    _ = count.measureBurst(pool, work)
    let threads = ProcessThreads.now()
    var items: [Double] = []
    var puts: [Double] = []
    var allocations: UInt64 = 0
    for _ in 0..<bursts {
      let burst = count.measureBurst(pool, work)
      items.append(burst.itemNanoseconds)
      puts.append(burst.putNanoseconds)
      allocations += burst.allocations
    }
    let slept = ProcessThreads.now().sleeps(since: threads)
    let all = Double(bursts * burst)
    return [
      .item: Samples(items).median, .put: Samples(puts).median,
      .allocations: Double(allocations) / all, .sleeps: Double(slept) / all,
    ]
  }

  private struct Burst {
    let itemNanoseconds: Double
    let putNanoseconds: Double
    let allocations: UInt64
  }

  /// Counts the items that were performed, and tells of the last.
  ///
  /// Nobody looks at the count meanwhile, or the workers would have to fetch it back each time.
  private final class Counter: Sendable {
    private let padding = CacheLinePadding()
    private let performed = Atomic<Int>(0)
    private let morePadding = CacheLinePadding()
    private let isDone = Atomic<Bool>(false)

    func measureBurst(_ pool: any Pool, _ work: @escaping rt_work) -> Burst {
      let context = Unmanaged.passUnretained(self).toOpaque()
      performed.store(0, ordering: .relaxed)
      isDone.store(false, ordering: .relaxed)
      peer_count_allocations()
      let begin = rt_now_nanoseconds()
      pool.put(PutTrial.burst, work, context: context)
      let end = rt_now_nanoseconds()
      let allocations = peer_counted_allocations()
      while !isDone.load(ordering: .acquiring) { rt_spin_pause() }
      let all = Double(PutTrial.burst)
      return Burst(
        itemNanoseconds: Double(rt_now_nanoseconds() - begin) / all,
        putNanoseconds: Double(end - begin) / all, allocations: allocations)
    }

    /// For one worker.
    static let increment: rt_work = { context in
      guard let context else { return }
      Unmanaged<Counter>.fromOpaque(context)._withUnsafeGuaranteedRef { counter in
        let performed = counter.performed.load(ordering: .relaxed) + 1
        counter.performed.store(performed, ordering: .relaxed)
        counter.tell(performed)
      }
    }

    /// For several.
    static let incrementTogether: rt_work = { context in
      guard let context else { return }
      Unmanaged<Counter>.fromOpaque(context)._withUnsafeGuaranteedRef { counter in
        counter.tell(counter.performed.wrappingAdd(1, ordering: .relaxed).newValue)
      }
    }

    private func tell(_ performed: Int) {
      if performed == PutTrial.burst { isDone.store(true, ordering: .releasing) }
    }
  }
}
