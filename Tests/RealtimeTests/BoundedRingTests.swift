import Synchronization
import Testing

@testable import Realtime

@Suite("BoundedRing") struct BoundedRingTests {
  @Test func takesInTheOrderOfPuttingAcrossManyLaps() {
    let ring = BoundedRing<Int>(minimumCapacity: 3)
    #expect(ring.capacity == 4)
    for value in 0..<1000 {
      let isPut = ring.put(value)
      let taken = ring.take()
      #expect(isPut)
      #expect(taken == value)
    }
    let none = ring.take()
    #expect(none == nil)
  }

  @Test func refusesWhenFull() {
    let ring = BoundedRing<Int>(minimumCapacity: 4)
    for value in 0..<4 {
      let isPut = ring.put(value)
      #expect(isPut)
    }
    let isPut = ring.put(4)
    #expect(!isPut)
    let count = ring.count
    #expect(count == 4)
    let isEmpty = ring.isEmpty
    #expect(!isEmpty)
    let first = ring.take()
    #expect(first == 0)
  }

  @Test func losesNothingBetweenManyThreads() async {
    let ring = SharedRing()
    let each = 20_000
    let sum = await withTaskGroup(of: Int.self) { group in
      for producer in 0..<2 {
        group.addTask {
          for value in 0..<each {
            while !ring.ring.put(producer * each + value) { await Task.yield() }
          }
          return 0
        }
      }
      for _ in 0..<2 {
        group.addTask {
          var sum = 0
          while ring.taken.load(ordering: .relaxed) < 2 * each {
            guard let value = ring.ring.take() else {
              await Task.yield()
              continue
            }
            ring.taken.wrappingAdd(1, ordering: .relaxed)
            sum += value
          }
          return sum
        }
      }
      return await group.reduce(0, +)
    }
    #expect(sum == (0..<2 * each).reduce(0, +))
  }
}

private final class SharedRing: Sendable {
  let ring = BoundedRing<Int>(minimumCapacity: 64)
  let taken = Atomic<Int>(0)
}
