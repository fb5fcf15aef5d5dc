import CRealtime
import Foundation
import Synchronization
import TestSupport

@testable import WorkQueues

/// Threads that put, signal and cancel waiting items until they are stopped.
final class WaitingStress: Sendable {
  let platform: WorkPlatform
  let queue: WorkQueue
  let joined: JoinedDescriptor
  private let other: WorkQueue
  private let descriptors: [TestDescriptor]
  private let isStopping = Atomic<Bool>(false)
  private let running = Atomic<Int>(0)
  private let accepted = Locked<[WaitingTally]>([])
  private let refused = Locked<[WaitingTally]>([])
  private let wrong = Atomic<Int>(0)

  init(seed: UInt64) throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 2))
    let descriptors = try (0..<3).map { _ in try TestDescriptor.event() }
    self.platform = platform
    self.queue = queue
    self.descriptors = descriptors
    other = try platform.makeSerialQueue(named: "other", over: queue)
    joined = try queue.join(descriptors[0].number)
    for number in 0..<3 {
      running.wrappingAdd(1, ordering: .relaxed)
      Thread {
        self.work(SeededGenerator(seed: seed * 3 + UInt64(number)))
        self.running.wrappingSubtract(1, ordering: .releasing)
      }.start()
    }
  }

  var tallies: [WaitingTally] { accepted.withLock { $0 } }

  /// Items performed that were refused, and cancels that told the wrong thing.
  var wrongCancels: Int {
    wrong.load(ordering: .acquiring) + refused.withLock { $0 }.count { $0.total > 0 }
  }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    while running.load(ordering: .acquiring) > 0 {
      _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
    }
  }

  private func work(_ start: SeededGenerator) {
    var generator = start
    var mine: [(key: WaitingItemKey, tally: WaitingTally)] = []
    var cancelled: [WaitingTally] = []
    for _ in 0..<2000 where !isStopping.load(ordering: .acquiring) {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0..<3:
        let tally = WaitingTally()
        if let key = put(tally, &generator) {
          accepted.withLock { $0.append(tally) }
          mine.append((key, tally))
        } else {
          refused.withLock { $0.append(tally) }
        }
      case 3:
        guard let index = mine.indices.randomElement(using: &generator) else { continue }
        let (key, tally) = mine.remove(at: index)
        if platform.cancelWaiting(key) { cancelled.append(tally) }
      case 4: descriptors.randomElement(using: &generator)?.signal()
      default: descriptors.randomElement(using: &generator)?.drain()
      }
    }
    let count = cancelled.count { $0.performed.load(ordering: .acquiring) > 0 }
    wrong.wrappingAdd(count, ordering: .relaxed)
  }

  private func put(
    _ tally: WaitingTally, _ generator: inout SeededGenerator
  ) -> WaitingItemKey? {
    let choice = Int.random(in: 0..<8, using: &generator)
    if choice < 3 { return joined.handle.put(tally.item, onCancel: tally.onCancel) }
    return try? platform.putWaiting(
      tally.item, on: choice % 2 == 0 ? queue : other,
      descriptor: choice == 7 ? nil : descriptors[choice % 3].number, onCancel: tally.onCancel)
  }
}
