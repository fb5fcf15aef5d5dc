import TestSupport
import Testing

@testable import WorkQueues

@Suite("Waiting items: slots and events") struct WaitingSlotTests {
  @Test func generationsStayWithinAKeyAndAreNeverZero() {
    #expect(SlotGeneration.after(0) == 1)
    #expect(SlotGeneration.after(1 << 40 - 2) == 1 << 40 - 1)
    #expect(SlotGeneration.after(1 << 40 - 1) == 1)
    let key = WaitingItemKey(slot: 0xFFFF, generation: 1 << 40 - 1)
    #expect(key.rawValue == 1 << 56 - 1)
    #expect(WaitingItemKey(rawValue: key.rawValue) == key)
    let scheduled = ScheduledItemKey(slot: 1023, generation: 1 << 40 - 1)
    #expect(ScheduledItemKey(rawValue: scheduled.rawValue) == scheduled)
  }

  @Test func anEventMeansItsOwnTicketAndOlderOnes() {
    let event = WaiterEvent(source: 7, ticket: 1000)
    #expect(event.source == 7)
    #expect(!event.isBell)
    #expect(event.means(1000))
    #expect(event.means(1))
    #expect(!event.means(1001))
    // Only 48 bits of a ticket are in it.
    let late = WaiterEvent(source: 0xFFFE, ticket: 1 << 48 + 2)
    #expect(late.source == 0xFFFE)
    #expect(late.means(1 << 48 + 2))
    #expect(late.means(1 << 48 - 1))
    #expect(!late.means(1 << 48 + 3))
    #expect(WaiterEvent.bell.isBell)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func aListKeepsItsSlotsOldestFirst(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let slots = UnsafeMutablePointer<WaiterSlot>.allocate(capacity: 40)
    for index in 0..<40 { (slots + index).initialize(to: WaiterSlot()) }
    defer {
      slots.deinitialize(count: 40)
      slots.deallocate()
    }
    var list = SlotList()
    var model: [UInt32] = []
    for step in 0..<2000 {
      if let index = (0..<40).randomElement(using: &generator).map(UInt32.init) {
        if let place = model.firstIndex(of: index) {
          list.remove(index, in: slots)
          model.remove(at: place)
        } else {
          slots[Int(index)].ticket =
            UInt64(step / 3 * 3) + UInt64.random(in: 0..<90, using: &generator)
          list.insert(index, in: slots)
          let ticket = slots[Int(index)].ticket
          let place = model.lastIndex { slots[Int($0)].ticket <= ticket }
          model.insert(index, at: place.map { $0 + 1 } ?? 0)
        }
      }
      #expect(members(list, slots) == model, "seed \(seed), step \(step)")
      #expect(list.isEmpty == model.isEmpty)
      #expect(list.last == model.last.map(Int32.init) ?? -1)
    }
  }

  private func members(_ list: SlotList, _ slots: UnsafeMutablePointer<WaiterSlot>) -> [UInt32] {
    var result: [UInt32] = []
    var index = list.first
    while index >= 0 {
      result.append(UInt32(index))
      index = slots[Int(index)].next
    }
    return result
  }
}
