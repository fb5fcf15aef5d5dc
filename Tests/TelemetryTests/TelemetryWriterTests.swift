import Glibc
import Testing

@testable import Telemetry

@Suite("Telemetry writer") struct TelemetryWriterTests {
  let directory = PageDirectory.unique()

  private func writer(for process: ProcessIdentity = .current) throws -> TelemetryWriter {
    try TelemetryWriter(process: process, directory: directory)
  }

  @Test func onlyTheUserMayReadThePage() throws {
    let writer = try writer()
    defer { writer.end() }
    var status = stat()
    #expect(stat(directory.path(of: getpid()), &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o600)
    #expect(status.st_uid == geteuid())
  }

  @Test func secondWriterOfAProcessIsRefused() throws {
    let first = try writer()
    defer { first.end() }
    #expect(throws: TelemetryError.alreadyPublishing(processID: getpid())) { try writer() }
    // The first one's page is still there.
    #expect(directory.processIDs() == [getpid()])
  }

  @Test func secondWriterIsRefusedWhenTheStartIsUnknown() throws {
    let first = try writer(for: ProcessIdentity(processID: getpid(), startTicks: 0))
    defer { first.end() }
    #expect(throws: TelemetryError.alreadyPublishing(processID: getpid())) { try writer() }
  }

  @Test func endRemovesThePage() throws {
    let writer = try writer()
    writer.end()
    #expect(directory.processIDs().isEmpty)
    writer.end()
    writer.publish(.sample(1))
    #expect(directory.processIDs().isEmpty)
  }

  @Test func pageGoesAwayWithTheWriter() throws {
    do { _ = try writer() }
    #expect(directory.processIDs().isEmpty)
  }

  @Test func writerMayFollowOneThatEnded() throws {
    try writer().end()
    let second = try writer()
    defer { second.end() }
    #expect(directory.processIDs() == [getpid()])
  }

  @Test func removesPagesOfKilledHosts() throws {
    try Remains.leave(by: .gone, in: directory)
    let writer = try writer()
    defer { writer.end() }
    #expect(directory.processIDs() == [getpid()])
  }

  @Test func replacesThePageOfAFormerProcessWithItsID() throws {
    try Remains.leave(by: .former, in: directory)
    let writer = try writer()
    defer { writer.end() }
    #expect(directory.owner(of: getpid()) == .current)
  }

  @Test func replacesAPageThatWasNeverFinished() throws {
    let descriptor = shm_open(directory.name(of: getpid()), O_CREAT | O_RDWR, 0o600)
    close(descriptor)
    let writer = try writer()
    defer { writer.end() }
    #expect(directory.owner(of: getpid()) == .current)
  }
}
