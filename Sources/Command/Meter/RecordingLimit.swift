import ArgumentParser
import Recording

/// The options that all recordings are made with.
enum RecordingLimit {
  static func validate(_ limit: ByteSize?) throws {
    guard let limit, limit.bytes < RecordingWriter.smallestLimitBytes else { return }
    throw ValidationError(
      "a recording needs a limit of at least \(ByteCount.text(RecordingWriter.smallestLimitBytes))")
  }

  /// A writer that goes on with the recording at `path`.
  static func writer(path: String, limit: ByteSize?) throws -> sending RecordingWriter {
    var options = RecordingWriter.Options()
    options.limitBytes = limit?.bytes
    options.program = TactusCommand.configuration.version
    return try RecordingWriter(path: path, options: options)
  }
}
