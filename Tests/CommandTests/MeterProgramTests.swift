import Foundation
import TestSupport
import Testing

@Suite("tactus meter", .serialized) struct MeterProgramTests {
  @Test func printsOneFrameOfARunningHost() async throws {
    let host = try await startHost()
    let identifier = "\(host.process.processIdentifier)"
    let isShown = try await eventually {
      let text = try TactusProgram.run(["meter", "--once", "--pid", identifier])
      return text.code == 0 && text.output.contains("QUEUES")
    }
    #expect(isShown)
    let data = try TactusProgram.run(["meter", "--once", "--json", "--pid", identifier])
    let frame = try JSONSerialization.jsonObject(with: Data(data.output.utf8)) as? [String: Any]
    #expect(data.code == 0 && frame?["processID"] as? Int32 == host.process.processIdentifier)
    host.signal(SIGKILL)
    _ = host.wait()
    let gone = try TactusProgram.run(["meter", "--once", "--pid", identifier])
    #expect(gone.code == 69)
    #expect(gone.errors == "tactus: process \(identifier) is not a running host\n")
  }

  @Test(.enabled(if: Self.hasScript, "script gives no terminal"))
  func saysThatTheHostHasEnded() async throws {
    let host = try await startHost()
    let meter = try await startMeter(of: host)
    host.signal(SIGTERM)
    #expect(host.wait().code == 0)
    let outcome = meter.wait()
    #expect(outcome.code == 0)
    #expect(Self.lastLine(outcome) == "Host \(host.process.processIdentifier) has ended.")
  }

  @Test func needsATerminalForMoreThanOneFrame() async throws {
    let host = try await startHost()
    let outcome = try TactusProgram.run(["meter", "--pid", "\(host.process.processIdentifier)"])
    #expect(outcome.code == 64)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("--once"))
    host.signal(SIGTERM)
    #expect(host.wait().code == 0)
  }

  private static let hasScript = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

  private func startHost() async throws -> RunningProgram {
    let session = TactusProgram.path("configs/tone.yaml")
    let host = try TactusProgram.start(["run", session, "--driver", "clock", "--no-meter"])
    #expect(await eventually { host.errors.contains("clock (") || !host.process.isRunning })
    return host
  }

  /// The meter on a terminal of its own, once it shows the host.
  private func startMeter(of host: RunningProgram) async throws -> RunningProgram {
    let terminal = [
      "bash", "-c", "exec script -qec \"$(printf '%q ' \"$@\")\" /dev/null", "bash",
    ]
    let meter = try TactusProgram.start(
      ["meter", "--pid", "\(host.process.processIdentifier)"],
      environment: ["TERM": "xterm-256color"], through: terminal)
    #expect(await eventually { meter.output.contains("overview") || !meter.process.isRunning })
    return meter
  }

  /// What stands below the screen the meter has left.
  private static func lastLine(_ outcome: TactusProgram.Outcome) -> String? {
    outcome.output.split(whereSeparator: \.isNewline).last.map { line in
      let start = line.range(of: "tactus: ") ?? line.range(of: "Host ")
      return String(line[(start?.lowerBound ?? line.startIndex)...])
    }
  }
}
