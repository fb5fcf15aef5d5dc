import Foundation
import Realtime
import Testing

@Suite("SampleRing", .serialized) struct SampleRingTests {
  @Test func roundsItsCapacityUpToAPowerOfTwo() {
    for (asked, given) in [(1, 1), (2, 2), (3, 4), (1000, 1024), (1024, 1024)] {
      let ring = SampleRing.create(capacityFrames: asked, channelCount: 1)
      defer { ring.destroy() }
      #expect(ring.capacityFrames == given)
    }
  }

  @Test func interleavesWhatWasPlanar() {
    let ring = SampleRing.create(capacityFrames: 4, channelCount: 2)
    defer { ring.destroy() }
    #expect(write([[1, 2, 3], [10, 20, 30]], to: ring))
    #expect(ring.availableFrames == 3)
    #expect(read(8, from: ring) == [1, 10, 2, 20, 3, 30])
    #expect(ring.availableFrames == 0)
  }

  @Test func aMissingChannelIsSilent() {
    let ring = SampleRing.create(capacityFrames: 2, channelCount: 2)
    defer { ring.destroy() }
    #expect(write([[5, 6], nil], to: ring))
    #expect(read(2, from: ring) == [5, 0, 6, 0])
  }

  @Test func wrapsAroundAtCapacity() {
    let ring = SampleRing.create(capacityFrames: 4, channelCount: 2)
    defer { ring.destroy() }
    // Three frames at a time never divide four: every start position is met.
    for round in 0..<20 {
      let base = Float(round * 3)
      let left = [base, base + 1, base + 2]
      #expect(write([left, left.map { -$0 }], to: ring))
      #expect(read(3, from: ring) == left.flatMap { [$0, -$0] })
    }
    #expect(ring.overrunFrames == 0)
  }

  @Test func fillsToTheLastFrame() {
    let ring = SampleRing.create(capacityFrames: 4, channelCount: 1)
    defer { ring.destroy() }
    #expect(write([[1, 2, 3, 4]], to: ring))
    #expect(ring.availableFrames == 4)
    #expect(!write([[5]], to: ring))
    #expect(read(4, from: ring) == [1, 2, 3, 4])
  }

  @Test func dropsAWholeBlockThatDoesNotFitAndCountsIt() {
    let ring = SampleRing.create(capacityFrames: 4, channelCount: 1)
    defer { ring.destroy() }
    #expect(write([[1, 2, 3]], to: ring))
    #expect(!write([[4, 5]], to: ring))
    #expect(!write([[4, 5, 6]], to: ring))
    #expect(ring.overrunFrames == 5)
    #expect(ring.overrunBlocks == 2)
    #expect(write([[7]], to: ring))
    #expect(read(4, from: ring) == [1, 2, 3, 7])
  }

  @Test func refusesABlockLargerThanItself() {
    let ring = SampleRing.create(capacityFrames: 4, channelCount: 1)
    defer { ring.destroy() }
    #expect(!write([[1, 2, 3, 4, 5]], to: ring))
    #expect(ring.overrunFrames == 5)
    #expect(ring.availableFrames == 0)
  }

  @Test func readsNoMoreThanAsked() {
    let ring = SampleRing.create(capacityFrames: 8, channelCount: 1)
    defer { ring.destroy() }
    #expect(read(4, from: ring).isEmpty)
    #expect(write([[1, 2, 3]], to: ring))
    #expect(read(2, from: ring) == [1, 2])
    #expect(read(2, from: ring) == [3])
  }

  @Test func discardEmptiesIt() {
    let ring = SampleRing.create(capacityFrames: 4, channelCount: 1)
    defer { ring.destroy() }
    #expect(write([[1, 2, 3]], to: ring))
    #expect(ring.discard() == 3)
    #expect(write([[4, 5, 6, 7]], to: ring))
    #expect(read(4, from: ring) == [4, 5, 6, 7])
  }

  @Test func skipsTheOldest() {
    let ring = SampleRing.create(capacityFrames: 4, channelCount: 1)
    defer { ring.destroy() }
    #expect(write([[1, 2, 3]], to: ring))
    #expect(ring.skip(2) == 2)
    #expect(write([[4, 5, 6]], to: ring))
    #expect(ring.skip(-1) == 0)
    #expect(read(1, from: ring) == [3])
    #expect(ring.skip(9) == 3)
    #expect(ring.skip(1) == 0)
  }

  /// Every frame that was accepted comes out once, in order and whole, with both sides running.
  @Test func twoThreadsLoseNothingThatWasAccepted() {
    let ring = SampleRing.create(capacityFrames: 64, channelCount: 2)
    defer { ring.destroy() }
    let blocks = 20_000
    let framesPerBlock = 7
    let producer = Thread {
      for block in 0..<blocks {
        let value = Float(block)
        let plane = [Float](repeating: value, count: framesPerBlock)
        while !write([plane, plane], to: ring) { sched_yield() }
      }
    }
    producer.start()
    var received = 0
    var faults = 0
    while received < blocks * framesPerBlock {
      let samples = read(5, from: ring)
      if samples.isEmpty { sched_yield() }
      for frame in 0..<samples.count / 2 {
        let expected = Float((received + frame) / framesPerBlock)
        if samples[2 * frame] != expected || samples[2 * frame + 1] != expected { faults += 1 }
      }
      received += samples.count / 2
    }
    #expect(faults == 0)
    #expect(ring.availableFrames == 0)
    #expect(ring.overrunFrames == ring.overrunBlocks * framesPerBlock)
  }
}

private func write(_ planes: [[Float]?], to ring: SampleRing) -> Bool {
  var pointers: [UnsafePointer<Float>?] = planes.map { plane in
    guard let plane else { return nil }
    let copy = UnsafeMutablePointer<Float>.allocate(capacity: plane.count)
    copy.initialize(from: plane, count: plane.count)
    return UnsafePointer(copy)
  }
  defer { for pointer in pointers { pointer?.deallocate() } }
  let frames = planes.compactMap { $0?.count }.max() ?? 0
  return ring.write(&pointers, frames: frames)
}

private func read(_ frames: Int, from ring: SampleRing) -> [Float] {
  [Float](unsafeUninitializedCapacity: frames * ring.channelCount) { buffer, count in
    guard let base = buffer.baseAddress else { return }
    count = ring.read(into: base, maximumFrames: frames) * ring.channelCount
  }
}
