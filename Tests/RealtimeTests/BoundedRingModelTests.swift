import Testing

@testable import Realtime

@Suite("BoundedRing: model") struct BoundedRingModelTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func agreesWithAnArray(seed: UInt64) {
    var state = seed
    for program in 0..<200 {
      let ring = BoundedRing<Int>(minimumCapacity: 1 + program % 9)
      let capacity = ring.capacity
      var model: [Int] = []
      for value in 0..<100 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        if state >> 40 & 1 == 0 {
          let isPut = ring.put(value)
          #expect(isPut == (model.count < capacity), "seed \(seed), program \(program)")
          if isPut { model.append(value) }
        } else {
          let taken = ring.take()
          #expect(taken == model.first, "seed \(seed), program \(program)")
          if !model.isEmpty { model.removeFirst() }
        }
        let isEmpty = ring.isEmpty
        #expect(isEmpty == model.isEmpty, "seed \(seed), program \(program)")
      }
    }
  }
}
