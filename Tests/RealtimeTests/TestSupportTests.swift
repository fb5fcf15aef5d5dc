import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(
  "MallocCounter",
  .enabled(if: MallocCounter.isAvailable, "the heap is the sanitizer's"))
struct MallocCounterTests {
  @Test func countsNothingInArithmetic() {
    var sum = 0
    let calls = MallocCounter.count { for i in 0..<1000 { sum &+= i } }
    #expect(calls == 0)
    #expect(sum == 499_500)
  }

  @Test func countsRawMemory() {
    let calls = MallocCounter.count {
      UnsafeMutableRawPointer.allocate(byteCount: opaque(64), alignment: 16).deallocate()
    }
    #expect(calls == 2)
  }

  @Test func countsOveralignedMemory() {
    let calls = MallocCounter.count {
      UnsafeMutableRawPointer.allocate(byteCount: opaque(64), alignment: 256).deallocate()
    }
    #expect(calls == 2)
  }

  @Test func countsEveryObjectTheRuntimeMakes() {
    final class Object {}
    var kept: [Object] = []
    kept.reserveCapacity(10)
    kept.append(Object())
    let calls = MallocCounter.count { for _ in 0..<5 { kept.append(Object()) } }
    #expect(calls == 5)
    #expect(kept.count == 6)
  }

  @Test func countsArrayGrowth() {
    var array: [Int] = [1]
    let calls = MallocCounter.count { for i in 0..<opaque(1000) { array.append(i) } }
    #expect(calls > 0)
    #expect(array.count == 1001)
  }

  @Test func countsAllocationsMadeInsideTheSystemLibrary() {
    let calls = "text".withCString { text in
      MallocCounter.count { free(strdup(text)) }
    }
    #expect(calls == 2)
  }

  @Test func countsResizes() {
    let block = malloc(16)
    let counter = MallocCounter()
    MallocCounter.startThread(counter.context)
    let larger = realloc(block, 4096)
    MallocCounter.stopThread(nil)
    free(larger)
    #expect(counter.allocations == 1)
    #expect(counter.frees == 0)
  }

  @Test func stopsAfterAThrow() {
    struct Refusal: Error {}
    let counter = MallocCounter()
    MallocCounter.startThread(counter.context)
    #expect(throws: Refusal.self) { try MallocCounter.count { throw Refusal() } }
    let before = counter.allocations
    free(malloc(opaque(16)))
    #expect(counter.allocations == before)
  }

  @Test func countsOnlyThreadsThatAsked() async {
    let counter = MallocCounter()
    let silent = Thread { free(malloc(opaque(16))) }
    let finished = Finished()
    let counted = Thread {
      MallocCounter.startThread(counter.context)
      for _ in 0..<3 { free(malloc(opaque(16))) }
      MallocCounter.stopThread(nil)
      free(malloc(opaque(16)))
      finished.mark()
    }
    silent.start()
    counted.start()
    #expect(await eventually { finished.isMarked })
    #expect(counter.allocations == 3)
    #expect(counter.frees == 3)
  }
}

@Suite("Locked") struct LockedTests {
  @Test func letsOneThreadInAtATime() async {
    let sum = Locked(0)
    let finished = Locked(0)
    for _ in 0..<4 {
      Thread {
        for _ in 0..<1000 { sum.withLock { $0 += 1 } }
        finished.withLock { $0 += 1 }
      }.start()
    }
    #expect(await eventually { finished.withLock { $0 } == 4 })
    #expect(sum.withLock { $0 } == 4000)
  }

  @Test func opensAfterAThrow() {
    struct Refusal: Error {}
    let value = Locked(1)
    #expect(throws: Refusal.self) { try value.withLock { _ in throw Refusal() } }
    #expect(value.withLock { $0 } == 1)
  }
}

@Suite("FakeClock") struct FakeClockTests {
  @Test func standsStill() {
    let clock = FakeClock(nanoseconds: 7)
    #expect(clock.nanoseconds == 7)
    #expect(clock.nanoseconds == 7)
  }

  @Test func movesWhenTold() {
    let clock = FakeClock()
    #expect(clock.advance(byNanoseconds: 5) == 5)
    clock.nanoseconds = 100
    #expect(clock.advance(byNanoseconds: 1) == 101)
    #expect(clock.nanoseconds == 101)
  }
}

@Suite("Eventually") struct EventuallyTests {
  @Test func seesAConditionThatBecomesTrue() async {
    var polls = 0
    let held = await eventually {
      polls += 1
      return polls == 3
    }
    #expect(held)
    #expect(polls == 3)
  }

  @Test func givesUp() async {
    let held = await eventually(timeout: .milliseconds(20)) { false }
    #expect(!held)
  }

  @Test func asksOnceEvenWithNoTime() async {
    let held = await eventually(timeout: .zero) { true }
    #expect(held)
  }
}

@Suite("TemporaryDirectory") struct TemporaryDirectoryTests {
  @Test func isEmptyAndGoesAfterwards() throws {
    let directory = try withTemporaryDirectory { directory in
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
      try Data([1]).write(to: directory.appending(path: "file"))
      return directory
    }
    #expect(!FileManager.default.fileExists(atPath: directory.path))
  }

  @Test func goesAfterAThrow() {
    struct Refusal: Error {}
    var seen: URL?
    #expect(throws: Refusal.self) {
      try withTemporaryDirectory { (directory: URL) in
        seen = directory
        throw Refusal()
      }
    }
    #expect(seen.map { FileManager.default.fileExists(atPath: $0.path) } == false)
  }

  @Test func isNewEachTime() async throws {
    let first = try await withTemporaryDirectory { directory in
      await Task.yield()
      return directory
    }
    let second = try withTemporaryDirectory { $0 }
    #expect(first != second)
  }
}

@Suite("Tools") struct ToolsTests {
  @Test func findsTheShell() throws {
    let path = try #require(Tools.path(of: "sh"))
    #expect(path.hasSuffix("/sh"))
    #expect(Tools.isInstalled("sh"))
  }

  @Test func doesNotFindWhatIsNotThere() {
    #expect(!Tools.isInstalled("no-such-program-anywhere"))
  }
}

/// A value the optimizer cannot see through, so that it cannot leave the allocation out.
@inline(never) private func opaque(_ value: Int) -> Int { value }

private final class Finished: Sendable {
  private let flag = Atomic(false)
  func mark() { flag.store(true, ordering: .releasing) }
  var isMarked: Bool { flag.load(ordering: .acquiring) }
}
