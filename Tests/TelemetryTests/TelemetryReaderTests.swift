import CTelemetry
import Foundation
import Testing

@testable import Telemetry

@Suite("Telemetry reader", .serialized) struct TelemetryReaderTests {
  let directory = PageDirectory.unique()

  private func writer(for process: ProcessIdentity = .current) throws -> TelemetryWriter {
    try TelemetryWriter(process: process, directory: directory)
  }

  private func reader(_ processID: Int32? = nil) throws -> TelemetryReader {
    try TelemetryReader(processID: processID, directory: directory)
  }

  @Test func readsWhatWasPublished() throws {
    let writer = try writer()
    defer { writer.end() }
    let reader = try reader()
    for number in [1, 2, 3] {
      writer.publish(.sample(number))
      let frame = try reader.read()
      #expect(frame == .sample(number))
    }
    #expect(reader.processID == getpid())
    #expect(reader.isHostAlive)
    #expect(reader.hostState == .running)
  }

  @Test func theWriterKnowsWhetherSomebodyLooks() throws {
    let writer = try writer()
    #expect(!writer.isLookedAt)
    do {
      let (one, other) = (try reader(), try reader())
      #expect(writer.isLookedAt)
      withExtendedLifetime((one, other)) {}
    }
    #expect(!writer.isLookedAt)
    let reader = try reader()
    writer.end()
    #expect(!writer.isLookedAt)
    withExtendedLifetime(reader) {}
  }

  @Test func readsAnEmptyFrameBeforeTheFirst() throws {
    let writer = try writer()
    defer { writer.end() }
    var expected = TelemetryFrame()
    expected.processID = getpid()
    let frame = try reader().read()
    #expect(frame == expected)
  }

  @Test func framesStayWholeWhileTheHostPublishes() throws {
    let writer = try writer()
    let isDone = Flag()
    let thread = Thread {
      var number = 0
      while !isDone.isSet {
        number += 1
        writer.publish(.sample(number, entries: 16))
      }
      writer.end()
    }
    writer.publish(.sample(0, entries: 16))
    thread.start()
    defer { isDone.set() }
    let reader = try reader()
    for _ in 0..<100 {
      guard let frame = try? reader.read() else { continue }
      #expect(frame == .sample(frame.scheduledItems, entries: 16))
    }
  }

  @Test func noHostIsAnErrorThatSaysWhatToDo() throws {
    #expect(throws: TelemetryError.noRunningHost) { try reader() }
    #expect(throws: TelemetryError.notRunning(processID: 4711)) { try reader(4711) }
    #expect(
      "\(TelemetryError.noRunningHost)"
        == "no running host found; start one with `tactus run SESSION`")
  }

  @Test func endedHostIsToldFromAKilledOne() throws {
    let writer = try writer()
    writer.publish(.sample(5))
    let reader = try reader()
    writer.end()
    #expect(reader.hostState == .ended)
    let frame = try reader.read()
    #expect(frame == .sample(5))
    #expect(throws: TelemetryError.noRunningHost) { try self.reader() }
  }

  @Test func killedHostIsNoticed() throws {
    let child = try Child()
    let writer = try writer(for: ProcessIdentity(of: child.processID))
    defer { writer.end() }
    let reader = try reader(child.processID)
    #expect(reader.hostState == .running)
    child.kill()
    #expect(reader.hostState == .killed)
    #expect(!reader.isHostAlive)
    let frame = try reader.read()
    #expect(frame.processID == child.processID)
  }

  @Test func pagesOfKilledHostsAreRemoved() throws {
    try Remains.leave(by: .gone, in: directory)
    #expect(directory.processIDs() == [ProcessIdentity.gone.processID])
    #expect(TelemetryReader.runningHosts(in: directory).isEmpty)
    #expect(directory.processIDs().isEmpty)
  }

  @Test func recycledProcessIDIsNotTakenForTheHost() throws {
    try Remains.leave(by: .former, in: directory)
    #expect(throws: TelemetryError.notRunning(processID: getpid())) { try reader(getpid()) }
    #expect(directory.processIDs().isEmpty)
  }

  @Test func hostKilledInTheMiddleOfAWriteIsAnError() throws {
    let child = try Child()
    let writer = try writer(for: ProcessIdentity(of: child.processID))
    defer { writer.end() }
    let reader = try reader(child.processID)
    Remains.change(child.processID, in: directory) { $0.pointee.sequence += 1 }
    #expect(throws: TelemetryError.busy(processID: child.processID)) { try reader.read() }
    child.kill()
    #expect(throws: TelemetryError.interruptedWrite(processID: child.processID)) {
      try reader.read()
    }
  }

  @Test func otherLayoutVersionNamesBoth() throws {
    let writer = try writer()
    defer { writer.end() }
    Remains.change(getpid(), in: directory) { $0.pointee.identity.layout_version = 99 }
    let expected = TelemetryError.layoutVersion(
      processID: getpid(), found: 99, expected: TELEMETRY_LAYOUT_VERSION)
    #expect(throws: expected) { try reader() }
    #expect("\(expected)".contains("layout 99"))
    #expect("\(expected)".contains("layout \(TELEMETRY_LAYOUT_VERSION)"))
    let hosts = TelemetryReader.runningHosts(in: directory)
    #expect(hosts.map(\.problem) == [expected])
  }

  @Test func whatIsNoPageIsRefused() throws {
    let writer = try writer()
    defer { writer.end() }
    let name = directory.name(of: getpid())
    Remains.change(getpid(), in: directory) { $0.pointee.identity.byte_count -= 8 }
    #expect(throws: TelemetryError.notATelemetryPage(name: name)) { try reader() }
    Remains.change(getpid(), in: directory) { $0.pointee.identity.magic = 1 }
    #expect(throws: TelemetryError.notATelemetryPage(name: name)) { try reader() }
    Remains.truncate(getpid(), in: directory, byteCount: 10)
    #expect(throws: TelemetryError.notATelemetryPage(name: name)) { try reader() }
  }

  @Test func pageCutOffLaterIsAnErrorNotACrash() throws {
    let writer = try writer()
    let reader = try reader()
    Remains.truncate(getpid(), in: directory, byteCount: 4096)
    #expect(
      throws: TelemetryError.notATelemetryPage(name: "of process \(getpid())")
    ) { try reader.read() }
    #expect(reader.hostState == .running)
    writer.publish(.sample(1))
    writer.end()
    #expect(directory.processIDs().isEmpty)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a page away"))
  func pageOfAnotherUserIsRefused() throws {
    let writer = try writer()
    defer { writer.end() }
    #expect(chown(directory.path(of: getpid()), 65534, 65534) == 0)
    #expect(throws: TelemetryError.foreignPage(name: directory.name(of: getpid()))) {
      try reader()
    }
  }

  @Test func latestHostComesFirst() throws {
    let first = try writer()
    defer { first.end() }
    let child = try Child()
    defer { child.kill() }
    let second = try writer(for: ProcessIdentity(of: child.processID))
    defer { second.end() }
    second.publish(.sample(9))
    let hosts = TelemetryReader.runningHosts(in: directory)
    #expect(hosts.map(\.processID) == [child.processID, getpid()])
    #expect(hosts[0].session == "session 9")
    #expect(hosts[0].state == "running")
    let latest = try reader()
    #expect(latest.processID == child.processID)
  }
}
