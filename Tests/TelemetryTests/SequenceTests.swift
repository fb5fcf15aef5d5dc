import CTelemetry
import Foundation
import Synchronization
import Testing

@testable import Telemetry

/// One page in plain memory, so that the thread sanitizer sees both sides at one address.
private final class SharedPage: @unchecked Sendable {
  let page = UnsafeMutablePointer<telemetry_page>.allocate(capacity: 1)
  let written = UnsafeMutablePointer<telemetry_payload>.allocate(capacity: 1)
  let read = UnsafeMutablePointer<telemetry_payload>.allocate(capacity: 1)
  let isDone = Atomic<Bool>(false)

  init() {
    memset(page, 0, MemoryLayout<telemetry_page>.size)
    memset(written, 0, MemoryLayout<telemetry_payload>.size)
  }

  deinit {
    page.deallocate()
    written.deallocate()
    read.deallocate()
  }

  /// Writes pages whose bytes are all the same, until the reader has seen enough.
  func writeUntilDone() {
    var number: Int32 = 0
    while !isDone.load(ordering: .relaxed) {
      number = (number + 1) % 251
      memset(written, number, MemoryLayout<telemetry_payload>.size)
      let took = ContinuousClock().measure { telemetry_write(page, written) }
      // Some pauses have room for a whole read and some have not, however long one takes.
      Thread.sleep(forTimeInterval: took / .seconds(1) * .random(in: 0...8))
    }
  }

  /// Whether the bytes read are all the same.
  var isWhole: Bool {
    memcmp(read, UnsafeRawPointer(read) + 1, MemoryLayout<telemetry_payload>.size - 1) == 0
  }
}

@Suite("Sequence of the page", .serialized) struct SequenceTests {
  @Test func tornReadIsNeverReturned() {
    let shared = SharedPage()
    let writer = Thread { shared.writeUntilDone() }
    writer.start()
    defer { shared.isDone.store(true, ordering: .relaxed) }
    var whole = 0
    let end = Date().addingTimeInterval(60)
    while whole < 200, Date() < end {
      guard telemetry_try_read(shared.page, shared.read) else { continue }
      #expect(shared.isWhole)
      whole += 1
    }
    #expect(whole == 200)
  }

  @Test func writeUnderWayIsNotRead() {
    let shared = SharedPage()
    telemetry_write(shared.page, shared.written)
    #expect(telemetry_try_read(shared.page, shared.read))
    shared.page.pointee.sequence += 1
    #expect(!telemetry_try_read(shared.page, shared.read))
  }

  @Test func sequenceMayWrap() {
    let shared = SharedPage()
    shared.page.pointee.sequence = .max - 1
    telemetry_write(shared.page, shared.written)
    #expect(shared.page.pointee.sequence == 0)
    #expect(telemetry_try_read(shared.page, shared.read))
  }
}
