public import Telemetry

/// What a source has for the meter, each time it is asked.
public enum MeterUpdate: Sendable {
  /// Something to show.
  case frame(TelemetryFrame)
  /// Nothing new, and why; the last frame stays.
  case notice(String)
  /// Nothing will ever come any more, and why; the last frame stays until the user leaves.
  case gone(String)
  /// The end.
  case end(MeterEnding)
}

extension TelemetryReader {
  /// The host's last frame, or what became of the host.
  ///
  /// A host that is stopped in the middle of a write is a notice, not an error: it may go on. Of one
  /// that was killed the last frame stays: it may tell why.
  ///
  /// - Thread: any.
  public func nextMeterUpdate() throws(TelemetryError) -> MeterUpdate {
    switch hostState {
    case .ended: return .end(.hostEnded(processID: processID))
    case .killed: return hostIsGone
    case .running: break
    }
    do {
      return .frame(try read())
    } catch .busy(let processID) {
      return .notice("host \(processID) does not answer")
    } catch .interruptedWrite {
      return hostIsGone
    }
  }

  private var hostIsGone: MeterUpdate {
    .gone("host \(processID) is gone without a word; this is the last it showed. q leaves")
  }
}
