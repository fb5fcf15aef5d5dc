import ArgumentParser
import Recording

/// The options that record a host's telemetry.
struct TelemetryRecordingOptions: ParsableArguments {
  @Option(
    help: "Record what the meter shows; `meter --play` and `report` read it.",
    completion: .file(extensions: ["tactusrec"]))
  var recordTelemetry: String?

  @Option(help: "With --record-telemetry: keep the newest, in so many bytes (100M).")
  var recordTelemetryLimit: ByteSize?

  func validate() throws {
    guard recordTelemetryLimit == nil || recordTelemetry != nil else {
      throw ValidationError("--record-telemetry-limit goes with --record-telemetry")
    }
    try RecordingLimit.validate(recordTelemetryLimit)
  }

  /// A recorder for the file that was asked for; nil for none.
  func recorder() throws -> TelemetryRecorder? {
    guard let recordTelemetry else { return nil }
    return TelemetryRecorder(
      try RecordingLimit.writer(path: recordTelemetry, limit: recordTelemetryLimit))
  }
}
