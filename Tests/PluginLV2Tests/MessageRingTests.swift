import Foundation
import TestSupport
import Testing

@testable import PluginLV2

@Suite("MessageRing", .serialized) struct MessageRingTests {
  @Test func givesMessagesInTheirOrder() {
    let ring = Ring(minimumBytes: 64)
    #expect(ring.put([1, 2, 3]))
    #expect(ring.put([]))
    #expect(ring.put([4]))
    #expect(ring.take() == [1, 2, 3])
    #expect(ring.take() == [])
    #expect(ring.take() == [4])
    #expect(ring.take() == nil)
    #expect(ring.isEmpty)
  }

  @Test func refusesWhatHasNoRoom() {
    let ring = Ring(minimumBytes: 64)
    #expect(!ring.put(Array(repeating: 1, count: 57)))
    #expect(ring.put(Array(repeating: 2, count: 56)))
    #expect(!ring.put([]))
    #expect(ring.take() == Array(repeating: 2, count: 56))
    #expect(ring.put([3]))
  }

  @Test func refusesAllWithoutRoom() {
    let ring = Ring(minimumBytes: 0)
    #expect(!ring.put([]))
    #expect(ring.take() == nil)
  }

  @Test func keepsAMessageInOnePieceWhereverItBegins() {
    let ring = Ring(minimumBytes: 128)
    for length in 0..<1000 {
      let message = (0..<(length % 120)).map { UInt8(truncatingIfNeeded: length &+ $0) }
      #expect(ring.put(message))
      #expect(ring.take() == message)
    }
  }

  @Test func losesNothingBetweenTwoThreads() {
    let ring = Ring(minimumBytes: 256)
    let producer = Thread {
      var number = 0
      while number < 20_000 {
        let message = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 100)
        if ring.put(message) { number += 1 } else { sched_yield() }
      }
    }
    producer.start()
    var wrong = 0
    for number in 0..<20_000 {
      var message: [UInt8]?
      while message == nil {
        message = ring.take()
        if message == nil { sched_yield() }
      }
      let expected = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 100)
      if message != expected { wrong += 1 }
    }
    #expect(wrong == 0)
  }
}

/// A ring that messages as arrays go through.
private final class Ring: @unchecked Sendable {
  private let ring: MessageRing

  init(minimumBytes: Int) { ring = MessageRing(minimumBytes: minimumBytes) }

  var isEmpty: Bool { ring.isEmpty }

  func put(_ message: [UInt8]) -> Bool {
    message.withUnsafeBytes { ring.put($0.baseAddress, byteCount: $0.count) }
  }

  func take() -> [UInt8]? {
    guard let next = ring.next(before: ring.end) else { return nil }
    defer { ring.drop() }
    return Array(UnsafeRawBufferPointer(start: next.bytes, count: next.byteCount))
  }
}
