import Foundation
import Recording
import Telemetry
import TestSupport
import Testing

@testable import Command

@Suite("tactus meter as data", .serialized) struct MeterDataProgramTests {
  private let directory: ScratchDirectory

  init() throws { directory = try ScratchDirectory() }

  @Test func printsALinePerInterval() async throws {
    let host = try await startHost()
    let outcome = try TactusProgram.run(
      ["meter", "--json", "--every", "0.05", "--count", "3", "--pid", Self.pid(host)])
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["processID"] as? Int32 == host.process.processIdentifier)
    }
  }

  @Test func linesEndWithTheHost() async throws {
    let host = try await startHost()
    let meter = try TactusProgram.start(
      ["meter", "--json", "--every", "0.05", "--pid", Self.pid(host)])
    #expect(await eventually { meter.output.contains("\n") })
    host.signal(SIGTERM)
    let outcome = meter.wait()
    #expect(outcome.code == 0 && outcome.errors.isEmpty && outcome.output.hasSuffix("}\n"))
    #expect(host.wait().code == 0)
  }

  @Test func linesEndWithAnErrorWhenTheHostIsKilled() async throws {
    let host = try await startHost()
    let meter = try TactusProgram.start(
      ["meter", "--json", "--every", "0.05", "--pid", Self.pid(host)])
    #expect(await eventually { meter.output.contains("\n") })
    host.signal(SIGKILL)
    let outcome = meter.wait()
    #expect(outcome.code == 69)
    #expect(
      outcome.errors
        == "tactus: host \(Self.pid(host)) was killed: it is gone without a word\n")
  }

  @Test func printsTextForPrometheus() async throws {
    let host = try await startHost()
    let outcome = try TactusProgram.run(["meter", "--prometheus", "--pid", Self.pid(host)])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("\ntactus_xruns_total{host=\"\(Self.pid(host))\"} "))
  }

  @Test(.enabled(if: Tools.isInstalled("curl"), "curl is not installed"))
  func answersScrapes() async throws {
    let host = try await startHost()
    let port = Int.random(in: 20_000..<30_000)
    let meter = try TactusProgram.start(
      ["meter", "--prometheus", "--listen", "127.0.0.1:\(port)", "--pid", Self.pid(host)])
    let url = "http://127.0.0.1:\(port)"
    let isAnswered = try await eventually {
      let answer = try RunningProgram(["curl", "-sf", "\(url)/metrics"]).wait()
      return answer.code == 0 && answer.output.contains("tactus_uptime_seconds{")
    }
    #expect(isAnswered)
    let other = try RunningProgram(["curl", "-s", "-w", "%{http_code}", "\(url)/other"]).wait()
    #expect(other.output.hasSuffix("404"))
    host.signal(SIGTERM)
    #expect(meter.wait().code == 0)
  }

  @Test func recordsFromOutside() async throws {
    let host = try await startHost()
    let file = directory.path + "/outside.tactusrec"
    let meter = try TactusProgram.start(["meter", "--record", file, "--pid", Self.pid(host)])
    #expect(await eventually { Self.size(file) > 1_000 })
    host.signal(SIGTERM)
    let outcome = meter.wait()
    let reader = try RecordingReader(path: file)
    #expect(outcome.code == 0)
    #expect(outcome.output == "Recorded \(reader.frameCount) frames in \(file).\n")
    #expect(try reader.next()?.content.processID == host.process.processIdentifier)
  }

  @Test func recordsFromInsideAndReports() async throws {
    let file = directory.path + "/inside.tactusrec"
    let host = try await startHost(["--record-telemetry", file])
    #expect(await eventually { Self.size(file) > 1_000 })
    host.signal(SIGTERM)
    #expect(host.wait().code == 0)
    let page = directory.path + "/report.html"
    let outcome = try TactusProgram.run(["report", file, "-o", page])
    #expect(outcome.code == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
    let html = try String(contentsOf: URL(filePath: page), encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("clock"))
  }

  @Test func theHostGoesOnWhenTheDiskIsFull() async throws {
    let file = directory.path + "/full.tactusrec"
    let small = [
      "unshare", "-rm", "sh", "-c",
      "mount -t tmpfs -o size=8k none '\(directory.path)' && exec \"$0\" \"$@\"",
    ]
    let host = try await startHost(["--record-telemetry", file], through: small)
    #expect(await eventually { host.errors.contains("telemetry is not recorded") })
    let seen = "/proc/\(Self.pid(host))/root\(file)"
    #expect(try RecordingReader(path: seen).frameCount > 0)
    host.signal(SIGTERM)
    let outcome = host.wait()
    #expect(outcome.code == 0)
    let lines = outcome.errorLines.filter { $0.contains("telemetry is not recorded") }
    #expect(lines.count == 1 && lines[0].contains("full.tactusrec: cannot be written: "))
  }

  @Test func refusesAFileThatIsSomethingElse() throws {
    try directory.write("a letter", to: "letter")
    let file = directory.path + "/letter"
    let session = TactusProgram.path("configs/tone.yaml")
    let run = try TactusProgram.run(
      ["run", session, "--driver", "clock", "--no-meter", "--record-telemetry", file])
    #expect(run.code == 65 && run.errors == "tactus: \(file): not a recording of telemetry\n")
    let report = try TactusProgram.run(["report", file, "-o", directory.path + "/page.html"])
    #expect(report.code == 65 && report.errors == run.errors)
    let none = try TactusProgram.run(["report", file + "-none", "-o", "-"])
    #expect(none.code == 69 && none.errorLines.count == 1)
  }

  @Test(arguments: [
    ["--every", "1"], ["--json", "--count", "2"], ["--json", "--every", "0"],
    ["--json", "--prometheus"], ["--record-limit", "2M"], ["--record", "x", "--record-limit", "5"],
    ["--prometheus", "--listen", "192.168.1.1:80"], ["--listen", "127.0.0.1:9187"],
  ])
  func refusesWhatDoesNotGoTogether(_ options: [String]) throws {
    let outcome = try TactusProgram.run(["meter"] + options)
    #expect(outcome.code == 64 && outcome.errorLines.count == 1)
  }

  @Test func sizesHaveUnits() {
    let sizes = ["500": 500, "64K": 65_536, "64k": 65_536, "2M": 2 << 20, "1G": 1 << 30]
    for (text, bytes) in sizes { #expect(ByteSize(argument: text)?.bytes == bytes) }
    for text in ["", "K", "-1", "1X", "1.5M", "9999999999T"] {
      #expect(ByteSize(argument: text) == nil)
    }
  }

  private func startHost(
    _ options: [String] = [], through: [String] = []
  ) async throws -> RunningProgram {
    let session = TactusProgram.path("configs/tone.yaml")
    let host = try TactusProgram.start(
      ["run", session, "--driver", "clock", "--no-meter"] + options, through: through)
    #expect(await eventually { host.errors.contains("clock (") || !host.process.isRunning })
    return host
  }

  private static func pid(_ host: RunningProgram) -> String { "\(host.process.processIdentifier)" }

  private static func size(_ path: String) -> Int {
    (try? Data(contentsOf: URL(filePath: path)).count) ?? 0
  }
}
