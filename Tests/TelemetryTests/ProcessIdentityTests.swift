import Foundation
import Testing

@testable import Telemetry

@Suite("Process identity", .serialized) struct ProcessIdentityTests {
  @Test func thisProcessIsAlive() {
    #expect(ProcessIdentity.current.isAlive)
    #expect(ProcessIdentity.current.startTicks > 0)
  }

  @Test func formerProcessOfTheSameIDIsNot() {
    #expect(!ProcessIdentity.former.isAlive)
  }

  @Test(arguments: [Int32.min, -1, 0, 2_000_000_000, Int32.max])
  func impossibleProcessesAreNot(processID: Int32) {
    #expect(!ProcessIdentity(processID: processID, startTicks: 0).isAlive)
  }

  @Test func processThatWaitsToBeReapedIsNot() throws {
    // The shell becomes a sleep that never asks after its child, which ends at once.
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "sleep 0 & echo $!; exec sleep 600"]
    process.standardOutput = output
    try process.run()
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let child = try #require(Int32(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    let end = Date().addingTimeInterval(30)
    let identity = ProcessIdentity(processID: child, startTicks: 0)
    while identity.isAlive, Date() < end { usleep(1000) }
    #expect(!identity.isAlive)
    #expect(kill(child, 0) == 0)
  }
}
