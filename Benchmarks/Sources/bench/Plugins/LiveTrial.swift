import Foundation

/// Instances of eg-amp live, all of a host's processes together, once a run.
enum LiveTrial {
  private static let name = "plugins live"
  private static let bareName = "bare loop on a timer"

  static var trial: Trial {
    guard Program.tactus != nil, FileManager.default.fileExists(atPath: BareAmps.library) else {
      return Trial(
        name: name, title: "live: left out, without lv2-examples or TACTUS", subjects: [])
    }
    return Trial(
      name: name, title: "eg-amps live, 64 frames at 48 kHz: all processes of a host, once a run",
      subjects: subjects.map { subject in Subject(name: subject.name) { once(subject) } })
  }

  static let idle = FigureKey(trial: name, subject: row("Tactus", 1), metric: .live)
  static let bareIdle = FigureKey(trial: name, subject: row(bareName, 1), metric: .live)

  private struct Host {
    let name: String
    let measure: () throws -> [Metric: Double]
  }

  private static func row(_ host: String, _ count: Int) -> String { "\(host), \(count)" }

  private static var subjects: [Host] {
    let hosts: [(String, [Int], (LiveHosts, Int) throws -> [Metric: Double])] = [
      (bareName, [1, 128, 10_000], { _, count in try bare(count) }),
      (
        "Tactus", [1, 8, 32, 128, 1_000, 10_000], { try $0.tactus(Program.tactus ?? "", amps: $1) }
      ),
      ("jackd and Tactus", [1, 128], { try $0.tactusOverJACK(Program.tactus ?? "", amps: $1) }),
      ("jackd and jalv", [1, 8, 32], { try $0.jalv(amps: $1) }),
      ("jackd and ecasound", [1, 32, 128], { try $0.ecasound(amps: $1) }),
      ("PipeWire filter-chain", [1, 32, 128], { try $0.pipeWire(amps: $1) }),
    ]
    return hosts.flatMap { name, counts, measure in
      counts.map { count in
        Host(name: row(name, count)) { try measure(LiveHosts(), count) }
      }
    }
  }

  private static func bare(_ count: Int) throws -> [Metric: Double] {
    let amps = try BareAmps(count: count)
    return [.live: try amps.nanosecondsPerTimedPeriod(periods: 1_000) / 1000]
  }

  nonisolated(unsafe) private static var measured: [String: [Metric: Double]] = [:]

  private static func once(_ host: Host) -> [Metric: Double] {
    if let figures = measured[host.name] { return figures }
    do {
      measured[host.name] = try host.measure()
    } catch {
      FileHandle.standardError.write(Data("\(host.name) is left out: \(error)\n".utf8))
      measured[host.name] = [:]
    }
    return measured[host.name] ?? [:]
  }
}
