import Dispatch
import Foundation
import TestSupport
import Testing

@testable import Realtime

@Suite("PriorityLock", .serialized) struct PriorityLockTests {
  private struct Refusal: Error {}

  @Test func letsOneThreadInAtATime() {
    let lock = PriorityLock(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<2_000 { lock.withLock { $0 += 1 } }
    }
    let total = lock.withLock { $0 }
    #expect(total == 16_000)
  }

  @Test func isFreeAgainAfterAnError() throws {
    let lock = PriorityLock(1)
    #expect(throws: Refusal.self) {
      try lock.withLock { value throws(Refusal) in
        value = 2
        throw Refusal()
      }
    }
    let value = lock.withLock { $0 }
    #expect(value == 2)
  }

  @Test func letsGoOfItsValue() {
    final class Kept {}
    weak var kept: Kept?
    do {
      let lock = PriorityLock(Kept())
      kept = lock.withLock { $0 }
      #expect(kept != nil)
    }
    #expect(kept == nil)
  }

  @Test(.enabled(if: !Sanitizer.isPresent, "a sanitizer reports an abort in its own way"))
  func endsTheProcessWhenItsHolderAsksForItAgain() async {
    await #expect(processExitsWith: .signal(SIGABRT)) {
      let lock = PriorityLock(0)
      lock.withLock { _ in lock.withLock { $0 += 1 } }
    }
  }
}
