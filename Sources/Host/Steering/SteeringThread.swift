import Foundation
import Realtime

/// Does what those ask for who steer the host: one thing after the other, some of it later.
///
/// A thread of its own, as making plugins takes its time, and neither fades nor reports may wait.
final class SteeringThread: @unchecked Sendable {
  // Unchecked: all that changes is under the condition's lock.

  private struct Job {
    let dueNanoseconds: Int64
    let body: @Sendable () -> Void
  }

  private let condition = NSCondition()
  private var jobs: [Job] = []
  private var mustEnd = false
  private var hasEnded = false

  init() {
    let thread = Thread { [self] in
      ControlScheduling.rise()
      run()
    }
    thread.name = "tactus-steering"
    thread.start()
  }

  /// Has something done as soon as possible, or so much later.
  func perform(afterNanoseconds delay: Int64 = 0, _ body: @escaping @Sendable () -> Void) {
    condition.withLock {
      let job = Job(dueNanoseconds: Clock.now() + delay, body: body)
      let place = jobs.firstIndex { $0.dueNanoseconds > job.dueNanoseconds } ?? jobs.count
      jobs.insert(job, at: place)
      condition.broadcast()
    }
  }

  /// Ends once what is under way is through; what waits is dropped.
  func end() {
    condition.withLock {
      mustEnd = true
      condition.broadcast()
      while !hasEnded { condition.wait() }
    }
  }

  private func run() {
    while let job = next() { job.body() }
    condition.withLock {
      hasEnded = true
      jobs = []
      condition.broadcast()
    }
  }

  private func next() -> Job? {
    condition.withLock {
      while !mustEnd {
        guard let first = jobs.first else {
          condition.wait()
          continue
        }
        let wait = first.dueNanoseconds - Clock.now()
        if wait <= 0 { return jobs.removeFirst() }
        _ = condition.wait(until: Date(timeIntervalSinceNow: Double(wait) / 1e9))
      }
      return nil
    }
  }
}
