import Foundation
import TestSupport
import Testing

/// A host as a service: what the manager hears, and what the journal gets.
@Suite("tactus run as a service", .serialized) struct ServiceProgramTests {
  @Test(arguments: [true, false])
  func tellsItsManagerHowItIs(isAbstract: Bool) async throws {
    let folder = try ScratchDirectory()
    let name = isAbstract ? "@tactus-\(UUID().uuidString)" : folder.path + "/notify"
    let listener = try NotifyListener(name)
    let host = try start(["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "400000"])
    #expect(
      await eventually {
        let lines = listener.lines
        return lines.contains("READY=1") && lines.count { $0 == "WATCHDOG=1" } > 3
      })
    #expect(
      listener.lines.contains("STATUS=Tone: running, clock: no hardware, 48000 Hz, 256 frames × 2"))
    #expect(!listener.lines.contains { $0.hasPrefix("RELOADING") || $0.hasPrefix("STOPPING") })

    host.signal(SIGHUP)
    let isThrough = await eventually {
      let lines = listener.lines
      guard let begin = lines.firstIndex(of: "RELOADING=1") else { return false }
      return lines[begin...].contains("READY=1")
    }
    #expect(isThrough)
    host.signal(SIGTERM)
    #expect(host.wait().code == 0)
    #expect(listener.lines.count { $0 == "STOPPING=1" } == 1)
  }

  @Test func leavesAnotherProcesssWatchdogAlone() async throws {
    let name = "@tactus-\(UUID().uuidString)"
    let listener = try NotifyListener(name)
    let host = try start(["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "4000", "WATCHDOG_PID": "1"])
    #expect(await eventually { listener.lines.contains("READY=1") })
    host.signal(SIGTERM)
    #expect(host.wait().code == 0)
    #expect(!listener.lines.contains("WATCHDOG=1"))
  }

  @Test func writesLevelsToTheJournal() async throws {
    let host = try start(through: Self.journal)
    #expect(await eventually { host.errors.contains("latency") })
    host.signal(SIGTERM)
    let outcome = host.wait()
    #expect(outcome.code == 0)
    #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("<") })
    #expect(outcome.errorLines.first?.hasPrefix("<5>clock (") == true)
  }

  @Test func writesItsFailureToTheJournalAsAnError() throws {
    let outcome = try TactusProgram.start(["run", "/nonexistent.yaml"], through: Self.journal)
      .wait()
    #expect(outcome.code != 0 && outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("<3>"))
  }

  @Test func staysQuietAtALevel() async throws {
    let name = "@tactus-\(UUID().uuidString)"
    let listener = try NotifyListener(name)
    let host = try start(["NOTIFY_SOCKET": name], options: ["--log-level", "error"])
    #expect(await eventually { listener.lines.contains("READY=1") })
    host.signal(SIGTERM)
    let outcome = host.wait()
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
  }

  @Test func tellsMoreAtALevel() async throws {
    let name = "@tactus-\(UUID().uuidString)"
    let listener = try NotifyListener(name)
    let host = try start(["NOTIFY_SOCKET": name], options: ["--log-level", "debug"])
    #expect(await eventually { listener.lines.contains("READY=1") })
    #expect(await eventually { host.errors.contains("tactus: service manager: READY=1") })
    host.signal(SIGTERM)
    #expect(host.wait().code == 0)
  }

  /// Names the file that standard error is as the journal.
  private static let journal = [
    "sh", "-c", #"JOURNAL_STREAM=$(stat -L -c %d:%i /proc/$$/fd/2) exec "$0" "$@""#,
  ]

  private func start(
    _ environment: [String: String] = [:], options: [String] = [], through: [String] = []
  ) throws -> RunningProgram {
    try TactusProgram.start(
      ["run", TactusProgram.path("configs/tone.yaml"), "--driver", "clock", "--no-meter"]
        + options,
      environment: environment, through: through)
  }
}
