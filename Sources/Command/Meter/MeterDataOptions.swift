import ArgumentParser
import Metrics
import Recording
import Telemetry

/// What the meter does instead of drawing: JSON line by line, text for Prometheus, a recording.
struct MeterDataOptions: ParsableArguments {
  @Option(help: "With --json: a frame in a line of its own every so many seconds.")
  var every: Double?

  @Option(help: "With --every: end after so many lines; else with the host.")
  var count: Int?

  @Flag(help: "Print one frame in Prometheus' text format.")
  var prometheus = false

  @Option(help: "With --prometheus: answer HTTP on this address of loopback (127.0.0.1:9187).")
  var listen: LoopbackAddress?

  @Option(
    help: "Record what the host shows until it ends; `meter --play` and `report` read it.",
    completion: .file(extensions: ["tactusrec"]))
  var record: String?

  @Option(help: "With --record: keep the newest, in so many bytes (100M).")
  var recordLimit: ByteSize?

  /// Refuses what does not go together.
  func validate(asJSON: Bool) throws {
    if let every, !(every >= 0.01 && every <= 1e6) {
      throw ValidationError("--every takes 0.01 to 1000000 seconds")
    }
    if let count, count < 1 { throw ValidationError("--count must be at least 1") }
    guard every == nil || asJSON else { throw ValidationError("--every goes with --json") }
    guard count == nil || every != nil else { throw ValidationError("--count goes with --every") }
    guard [asJSON, prometheus, record != nil].count(where: \.self) < 2 else {
      throw ValidationError("--json, --prometheus and --record exclude each other")
    }
    guard listen == nil || prometheus else {
      throw ValidationError("--listen goes with --prometheus")
    }
    guard recordLimit == nil || record != nil else {
      throw ValidationError("--record-limit goes with --record")
    }
    try RecordingLimit.validate(recordLimit)
  }

  /// Does what was asked for; false when that is none of these.
  func take(from reader: TelemetryReader, asJSON: Bool) throws -> Bool {
    if let record {
      try MeterRecording(path: record, limit: recordLimit).record(from: reader)
    } else if let listen {
      try MetricsEndpoint(listen).serve(reader)
    } else if prometheus {
      try Console.standard.write(MetricsText.render(try reader.read()))
    } else if let every {
      try FrameFeed(reader).each(seconds: every, count: count) { frame in
        try Console.standard.write(JSONText.line(of: frame))
      }
    } else {
      return false
    }
    return true
  }
}
