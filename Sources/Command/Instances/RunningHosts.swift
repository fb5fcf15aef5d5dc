import Control
import Host
import Telemetry

/// The hosts of this user that run, the one started last first.
struct RunningHosts: Report {
  struct Entry: Encodable, Equatable {
    let processID: Int32
    /// Its `--name`, if it has one.
    var name: String?
    /// The session it plays, when its page tells.
    var session: String?
    /// What it is doing.
    var state: String?

    /// Such as `stage (pid 12)`.
    var label: String { name.map { "\($0) (pid \(processID))" } ?? "pid \(processID)" }
  }

  let hosts: [Entry]

  /// Finds all that run now.
  static func found() -> RunningHosts {
    let names = InstanceClaim.names()
    return RunningHosts(
      hosts: TelemetryReader.runningProcesses.map { processID in
        let frame = try? TelemetryReader(processID: processID).read()
        return Entry(
          processID: processID, name: names[processID], session: frame?.session,
          state: frame?.state)
      })
  }

  /// The process of the host with a name or a process's number; without one, the only one that runs.
  func process(of host: String?) throws(HostError) -> Int32? {
    guard let host else {
      guard hosts.count > 1 else { return nil }
      throw HostError(.usage, "\(hosts.count) hosts run: name one of \(labels)")
    }
    if let named = hosts.first(where: { $0.name == host }) { return named.processID }
    if let number = Int32(host) { return number }
    let others = hosts.isEmpty ? "" : "; there is \(labels)"
    throw HostError(.unavailable, "no host named \(host) runs\(others)")
  }

  private var labels: String { hosts.map(\.label).joined(separator: ", ") }

  func text(columns: Int?) -> String {
    guard !hosts.isEmpty else { return "No host runs." }
    var table = TextTable([
      .init(title: "PID", isRightAligned: true), .init(title: "NAME"), .init(title: "SESSION"),
      .init(title: "STATE"),
    ])
    for host in hosts {
      table.add([
        "\(host.processID)", host.name ?? "-", host.session ?? "-", host.state ?? "-",
      ])
    }
    return table.text(columns: columns)
  }
}
