import CRealtime
import Realtime
import Synchronization

/// Two threads that hand a time stamp over; how long that takes is the floor of every queue.
final class PingPong: Sendable {
  enum Waiting: Sendable {
    /// The receiver looks all the time.
    case spinning
    /// The receiver sleeps on a futex.
    case sleeping
  }

  private let waiting: Waiting
  private let rounds: Int
  /// When the sender sent, 0 for nothing to receive.
  private let sent = Atomic<Int64>(0)
  // Each side's word has a cache line of its own.
  private let padding = CacheLinePadding()
  private let word = Atomic<UInt32>(0)
  private let received = Atomic<Int64>(0)

  init(waiting: Waiting, rounds: Int) {
    self.waiting = waiting
    self.rounds = rounds
  }

  /// How a receiver is scheduled, and where; nil leaves the core to the kernel.
  struct Place {
    var scheduling = ThreadScheduling.normal(nice: 0)
    var receiverCore: UInt64 = 0
    var senderCore: UInt64 = 0
  }

  /// One-way times from just before the sending to the first instruction after the receiving.
  func measure(_ place: Place, gapNanoseconds: Int64) throws -> Samples {
    let receiver = try RealtimeThread(
      name: "receiver", scheduling: place.scheduling, affinityMask: place.receiverCore,
      body: { context in
        guard let context else { return }
        Unmanaged<PingPong>.fromOpaque(context).takeUnretainedValue().receive()
      }, context: Unmanaged.passUnretained(self).toOpaque())
    let before = CallerScheduling.pin(to: place.senderCore)
    defer { before.restore() }
    var samples: [Double] = []
    for _ in 0..<rounds {
      if gapNanoseconds > 0 { Spin.until(rt_now_nanoseconds() + gapNanoseconds) }
      samples.append(Double(send()))
    }
    receiver.join()
    return Samples(samples)
  }

  private func send() -> Int64 {
    received.store(0, ordering: .relaxed)
    let now = rt_now_nanoseconds()
    sent.store(now, ordering: .sequentiallyConsistent)
    if case .sleeping = waiting {
      word.store(1, ordering: .sequentiallyConsistent)
      _ = withUnsafePointer(to: word) { rt_futex_wake($0, 1) }
    }
    while true {
      let then = received.load(ordering: .acquiring)
      if then != 0 { return then - now }
      rt_spin_pause()
    }
  }

  private func receive() {
    for _ in 0..<rounds {
      waitForWord()
      let now = rt_now_nanoseconds()
      sent.store(0, ordering: .relaxed)
      word.store(0, ordering: .relaxed)
      received.store(now, ordering: .sequentiallyConsistent)
    }
  }

  private func waitForWord() {
    switch waiting {
    case .spinning: while sent.load(ordering: .acquiring) == 0 { rt_spin_pause() }
    case .sleeping:
      while word.load(ordering: .acquiring) == 0 {
        _ = withUnsafePointer(to: word) { rt_futex_wait($0, 0, -1) }
      }
    }
  }
}
