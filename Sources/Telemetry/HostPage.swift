/// A running host that publishes telemetry.
public struct HostPage: Sendable, Equatable {
  /// The host's process.
  public let processID: Int32
  /// The session it runs; empty when its page cannot be read.
  public let session: String
  /// What the host is doing, as in `TelemetryFrame.state`; empty when its page cannot be read.
  public let state: String
  /// Why its page cannot be read; nil when it can.
  public let problem: TelemetryError?
}

extension TelemetryReader {
  /// The hosts of this user that run, the one started last first.
  ///
  /// Pages that killed hosts left behind are removed on the way.
  ///
  /// - Thread: control.
  public static func runningHosts() -> [HostPage] { runningHosts(in: .standard) }

  static func runningHosts(in directory: PageDirectory) -> [HostPage] {
    directory.runningHosts().map { host in
      do throws(TelemetryError) {
        let reader = try TelemetryReader(processID: host.processID, directory: directory)
        let frame = try reader.read()
        return HostPage(
          processID: host.processID, session: frame.session, state: frame.state, problem: nil)
      } catch {
        return HostPage(processID: host.processID, session: "", state: "", problem: error)
      }
    }
  }
}
