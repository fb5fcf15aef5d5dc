import TestSupport
import Testing

@testable import WorkQueues

@Suite("TimerHeap") struct TimerHeapTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func isAlwaysInOrder(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let timer = TimerBench(slotCount: 40)
    var inside: [UInt32] = []
    for _ in 0..<2000 {
      let slot = UInt32.random(in: 0..<40, using: &generator)
      if let place = inside.firstIndex(of: slot) {
        timer.heap.pointee.remove(slot)
        inside.remove(at: place)
      } else {
        timer.slots[Int(slot)].dueNanoseconds = Int64.random(in: 0..<12, using: &generator)
        timer.slots[Int(slot)].ticket = UInt64.random(in: 0..<1_000_000, using: &generator)
        timer.heap.pointee.insert(slot)
        inside.append(slot)
      }
      let first = inside.min { timer.isEarlier($0, $1) }
      #expect(timer.heap.pointee.first == first)
      #expect(timer.heap.pointee.count == inside.count)
      let contains = timer.heap.pointee.contains(slot)
      #expect(contains == inside.contains(slot))
    }
    inside.sort { timer.isEarlier($0, $1) }
    for slot in inside {
      #expect(timer.heap.pointee.first == slot)
      timer.heap.pointee.remove(slot)
    }
    #expect(timer.heap.pointee.first == nil)
  }
}

extension TimerBench {
  fileprivate var slots: UnsafeMutablePointer<TimerSlot> { core.pointee.slots }

  fileprivate func isEarlier(_ a: UInt32, _ b: UInt32) -> Bool {
    (slots[Int(a)].dueNanoseconds, slots[Int(a)].ticket)
      < (slots[Int(b)].dueNanoseconds, slots[Int(b)].ticket)
  }
}
