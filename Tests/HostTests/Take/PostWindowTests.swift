import Foundation
import Synchronization
import Testing

@testable import Host

@Suite("PostWindow", .serialized) struct PostWindowTests {
  @Test func beforeTheFirstPeriodIsFrameZero() {
    let window = PostWindow()
    var posted = false
    let moment = window.post { posted = true }
    #expect(posted)
    #expect(moment == PostWindow.Moment(frame: 0, isExact: true))
  }

  @Test func tellsTheFrameOfTheNextPeriod() {
    let window = PostWindow()
    for frames in [64, 128, 7] {
      window.handle.pointee.begin()
      window.handle.pointee.end(frames: frames)
    }
    #expect(window.post {} == PostWindow.Moment(frame: 199, isExact: true))
  }

  @Test func isNotCertainWhenAPeriodBeganMeanwhile() {
    let window = PostWindow()
    let moment = window.post {
      window.handle.pointee.begin()
      window.handle.pointee.end(frames: 64)
    }
    #expect(moment == PostWindow.Moment(frame: 0, isExact: false))
  }

  @Test func doesNotWaitForAPeriodThatNeverEnds() {
    let window = PostWindow(patienceNanoseconds: 1_000_000)
    window.handle.pointee.begin()
    var posted = false
    let moment = window.post { posted = true }
    #expect(posted)
    #expect(!moment.isExact)
  }

  /// Each post is a number, and the cycle notes which it sees in each period: an exact one is seen
  /// from its frame on and in no period before.
  @Test func exactPostsAreSeenFromTheirFrameOn() async {
    let window = PostWindow()
    let posted = Atomic<Int>(0)
    let isOver = Atomic<Bool>(false)
    let periods = 20_000
    var moments: [(number: Int, moment: PostWindow.Moment)] = []
    let seen = LockedSeen()
    let cycle = Thread {
      let clock = window.handle
      for _ in 0..<periods {
        clock.pointee.begin()
        seen.append(posted.load(ordering: .relaxed))
        clock.pointee.end(frames: 1)
        for _ in 0..<200 { _ = posted.load(ordering: .relaxed) }
      }
      isOver.store(true, ordering: .releasing)
    }
    cycle.start()
    var number = 0
    while !isOver.load(ordering: .acquiring) {
      number += 1
      let moment = window.post { posted.store(number, ordering: .relaxed) }
      moments.append((number, moment))
    }
    let values = seen.values
    var exact = 0
    for (number, moment) in moments where moment.isExact && moment.frame < values.count {
      exact += 1
      let frame = Int(moment.frame)
      #expect(values[frame] >= number)
      #expect(frame == 0 || values[frame - 1] < number)
    }
    #expect(values.count == periods)
    #expect(exact > 0)
  }
}

/// What the cycle of a test saw, period by period.
private final class LockedSeen: @unchecked Sendable {
  // Unchecked: one thread appends, and the other looks after it has ended.
  private(set) var values: [Int] = []

  func append(_ value: Int) { values.append(value) }
}
