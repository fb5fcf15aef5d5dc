public import Realtime

/// A recording in progress: the cycle writes to a ring, the control side carries it to a file.
///
/// Nothing in the cycle waits for the disk. What comes while the ring is full is silence of the same
/// length in the file, and counted. About once a second of sound the file's header is brought up to
/// date, so that a process that is killed leaves a file that can be read.
public final class Recording: @unchecked Sendable {
  // Unchecked: `ring` is safe for one thread on each side, the rest is the control side's own.

  /// Takes over `writer`, with room for `capacityFrames` between two drains.
  ///
  /// - Thread: control
  public convenience init(to writer: SoundFileWriter, capacityFrames: Int) {
    self.init(
      .success(writer), channelCount: writer.channelCount, sampleFormat: writer.sampleFormat,
      capacityFrames: capacityFrames)
  }

  /// Takes the place of a recording that cannot go on in a file of its own: takes everything, and
  /// keeps nothing.
  ///
  /// - Thread: control
  public convenience init(
    of other: Recording, failedBy failure: SoundFileError, channelCount: Int, capacityFrames: Int
  ) {
    self.init(
      .failure(failure), channelCount: channelCount, sampleFormat: other.sampleFormat,
      capacityFrames: capacityFrames)
  }

  private init(
    _ writer: Result<SoundFileWriter, SoundFileError>, channelCount: Int,
    sampleFormat: SampleFormat, capacityFrames: Int
  ) {
    self.writer = try? writer.get()
    switch writer {
    case .success(let writer): path = writer.path
    case .failure(let error):
      path = error.path
      failure = error
    }
    self.channelCount = channelCount
    self.sampleFormat = sampleFormat
    ring = .create(capacityFrames: capacityFrames, channelCount: channelCount)
    scratch = .allocate(capacity: Self.chunkFrames * channelCount)
    silence = .allocate(capacity: Self.chunkFrames * channelCount)
    silence.initialize(repeating: 0, count: Self.chunkFrames * channelCount)
  }

  deinit {
    scratch.deallocate()
    silence.deallocate()
    ring.destroy()
  }

  /// Where the cycle writes: `recording.ring.write(planes, frames:)`.
  ///
  /// Keep a copy of the handle in the cycle; it is valid as long as the recording.
  public let ring: SampleRing

  /// The file.
  public let path: String
  /// Samples in one frame.
  public let channelCount: Int
  /// How samples are stored.
  public let sampleFormat: SampleFormat
  /// Frames that are in the file.
  public var framesWritten: Int { writer?.framesWritten ?? 0 }
  /// Frames that are silent in the file because the ring was full.
  public var overrunFrames: Int { ring.overrunFrames }
  /// Why the file ends early, once it does.
  public private(set) var failure: SoundFileError?

  /// nil for one that has failed before it began.
  private let writer: SoundFileWriter?
  private let scratch: UnsafeMutablePointer<Float>
  private let silence: UnsafeMutablePointer<Float>
  private var framesInHeader = 0
  private static let chunkFrames = 4096

  /// Carries what is in the ring now to the file.
  ///
  /// After a failure, which is thrown once, the ring is only emptied: the cycle goes on.
  ///
  /// Carries no more than `maximumFrames`, so that others may have their turn.
  ///
  /// - Returns: How many frames were written.
  /// - Thread: control
  @discardableResult
  public func drain(maximumFrames: Int = .max) throws(SoundFileError) -> Int {
    guard failure == nil, let writer else {
      _ = ring.discard()
      return 0
    }
    let before = writer.framesWritten
    do throws(SoundFileError) {
      try carry(to: writer, maximumFrames: maximumFrames)
      try updateHeader(of: writer)
    } catch {
      failure = error
      throw error
    }
    return writer.framesWritten - before
  }

  private func carry(
    to writer: SoundFileWriter, maximumFrames: Int
  ) throws(SoundFileError) {
    // What is there at the start bounds the work: a fast producer cannot keep us here.
    var remaining = min(ring.availableFrames, maximumFrames)
    while true {
      try writeSilence(ring.takeGap(), to: writer)
      if remaining == 0 { break }
      let frames = ring.read(
        into: scratch, maximumFrames: min(remaining, ring.framesBeforeGap, Self.chunkFrames))
      try writer.write(interleaved: scratch, frames: frames)
      remaining -= frames
    }
  }

  private func writeSilence(
    _ frames: Int, to writer: SoundFileWriter
  ) throws(SoundFileError) {
    var left = frames
    while left > 0 {
      try writer.write(interleaved: silence, frames: min(left, Self.chunkFrames))
      left -= min(left, Self.chunkFrames)
    }
  }

  private func updateHeader(of writer: SoundFileWriter) throws(SoundFileError) {
    guard writer.framesWritten - framesInHeader >= writer.rate else { return }
    try writer.updateHeader()
    framesInHeader = writer.framesWritten
  }

  /// Carries the rest to the file and closes it; the cycle must have stopped writing.
  ///
  /// - Thread: control
  public func close() throws(SoundFileError) {
    try drain()
    guard failure == nil, let writer else { return }
    try writeSilence(ring.framesMissingAtEnd, to: writer)
    try writer.close()
  }
}
