public import Telemetry

/// What a source has for the meter, each time it is asked.
public enum MeterUpdate: Sendable {
  /// Something to show.
  case frame(TelemetryFrame)
  /// Nothing new, and why; the last frame stays.
  case notice(String)
  /// The end.
  case end(MeterEnding)
}

extension TelemetryReader {
  /// The host's last frame, or what became of the host.
  ///
  /// A host that is stopped in the middle of a write is a notice, not an error: it may go on.
  ///
  /// - Thread: any.
  public func nextMeterUpdate() throws(TelemetryError) -> MeterUpdate {
    switch hostState {
    case .ended: return .end(.hostEnded(processID: processID))
    case .killed: return .end(.hostKilled(processID: processID))
    case .running: break
    }
    do {
      return .frame(try read())
    } catch .busy(let processID) {
      return .notice("host \(processID) does not answer")
    } catch .interruptedWrite(let processID) {
      return .end(.hostKilled(processID: processID))
    }
  }
}
