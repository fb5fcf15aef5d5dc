internal import Foundation

extension SampleTable {
  /// Reads a whole file, converted to `wantedRate` unless that is nil or the file's own.
  ///
  /// Refused: a file without samples, with samples that are not finite numbers, or that would take
  /// more than `memoryLimitBytes` of memory.
  ///
  /// - Thread: control
  public convenience init(
    reading path: String, atRate wantedRate: Int? = nil,
    memoryLimitBytes: Int = SampleTable.defaultMemoryLimitBytes
  ) throws(SoundFileError) {
    let reader = try SoundFileReader(path: path)
    try Self.checkSize(of: reader, wantedRate: wantedRate, limit: memoryLimitBytes)
    var samples = InterleavedSamples(frames: reader.frames, channelCount: reader.channelCount)
    samples.frames = try reader.readInterleaved(into: samples.base, frames: reader.frames)
    guard samples.frames > 0 else { throw SoundFileError(path: path, reason: "holds no samples") }
    try samples.checkFinite(path: path)
    let rate = wantedRate ?? reader.rate
    if rate != reader.rate {
      samples = try samples.resampled(from: reader.rate, to: rate, path: path)
    }
    self.init(
      interleaved: samples.base, frames: samples.frames, channelCount: samples.channelCount,
      rate: rate)
  }

  private static func checkSize(
    of reader: SoundFileReader, wantedRate: Int?, limit: Int
  ) throws(SoundFileError) {
    let ratio = max(1, Double(wantedRate ?? reader.rate) / Double(reader.rate))
    let frameBytes = Double(reader.channelCount * MemoryLayout<Float>.stride)
    let bytes = (Double(reader.frames) * ratio).rounded(.up) * frameBytes
    guard bytes > Double(limit) else { return }
    throw SoundFileError(
      path: reader.path,
      reason: "needs \(megabytes(bytes)) MiB of memory, more than the limit of "
        + "\(megabytes(Double(limit))) MiB for one file: use a shorter file")
  }

  private static func megabytes(_ bytes: Double) -> String {
    String(format: "%.1f", bytes / 1_048_576)
  }
}
