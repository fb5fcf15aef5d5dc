import Foundation
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WorkQueue: no more threads", .serialized) struct ThreadShortageTests {
  /// Four workers of which the third has no memory for its stack: the others end, nothing is left.
  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer needs all addresses there are"))
  func endsTheThreadsThatDidStart() async {
    await #expect(processExitsWith: .success) {
      let platform = try WorkPlatform()
      let threads = try ThreadShortageTests.threadCount()
      try ThreadShortageTests.limitAddresses(toMore: 4 << 20)
      let error = #expect(throws: WorkQueueError.self) {
        try platform.makeQueue(named: "q", kind: .multithreaded(workers: 64))
      }
      #expect(error?.code == .noResources)
      #expect(try ThreadShortageTests.threadCount() == threads)
      #expect(platform.snapshots().isEmpty)
      platform.shutdown()
    }
  }

  static func threadCount() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
  }

  /// Lets the process grow by so many bytes and no more.
  static func limitAddresses(toMore bytes: UInt) throws {
    let pages =
      try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      .split(separator: " ").first.flatMap { UInt($0) } ?? 0
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    limit.rlim_cur = rlim_t(pages * UInt(sysconf(Int32(_SC_PAGESIZE))) + bytes)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  }
}
