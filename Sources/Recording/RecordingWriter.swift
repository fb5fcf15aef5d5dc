internal import Glibc
public import Telemetry

/// Appends telemetry to a file, so that it can be looked at later.
///
/// Frames come a few times a second, each as what changed since the one before, with a whole one now
/// and then. Each is one write: what was recorded is in the file even when the program is killed,
/// and after a power cut all but the last seconds. A recording that is there already is continued.
///
/// - Thread: control, one call at a time.
public final class RecordingWriter {
  /// How to record.
  public struct Options: Sendable {
    /// A frame that comes sooner after the one before is left out, unless it tells of something new.
    public var frameNanoseconds: Int64 = 250_000_000
    /// How often a frame is written whole: where a reader can begin.
    public var keyNanoseconds: Int64 = 10_000_000_000
    /// The most the recording may take, after which what is oldest goes; nil for no limit.
    public var limitBytes: Int?
    /// The version of the program, for whoever reads it.
    public var program = ""

    /// Creates the options a user means who says nothing of them.
    public init() {}
  }

  /// The smallest limit there can be.
  public static let smallestLimitBytes = 1 << 20

  /// The file that is written.
  public let path: String
  /// Frames written so far.
  public private(set) var frameCount = 0

  private let options: Options
  private var file: RecordingFile
  private var byteCount: Int
  private var packer = RecordPacker()
  private var lastNanoseconds = Int64.min
  private var keyNanoseconds = Int64.min
  private var news: FrameNews?
  private let clock = RecordingClock()

  /// Begins a recording, or goes on with the one at `path`.
  ///
  /// - Throws: `notARecording` or `version` when the file is something else, `inUse`, `open`, or
  ///   `write`.
  public init(path: String, options: Options = Options()) throws(RecordingError) {
    self.path = path
    self.options = options
    file = try RecordingFile(appendingTo: path)
    byteCount = file.byteCount
    if byteCount == 0 { try begin() } else { try goOn() }
  }

  /// Where the older half of a recording with a limit is kept: `night.1.tactusrec` beside
  /// `night.tactusrec`.
  public static func olderPath(of path: String) -> String {
    let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    guard let dot = path[slash...].lastIndex(of: "."), dot != slash else { return path + ".1" }
    return path[..<dot] + ".1" + path[dot...]
  }

  /// Appends a frame when it is time for one, or when it has a cause or an event, or tells of a
  /// state, that the last one had not.
  ///
  /// It was at `unixNanoseconds`, or now if nothing is said, and never before the last one; with
  /// `isLast` it is written in any case.
  ///
  /// - Throws: `write`; what was written before is still there, and the next call tries again.
  public func append(
    _ frame: TelemetryFrame, unixNanoseconds: Int64? = nil, isLast: Bool = false
  ) throws(RecordingError) {
    let now = max(unixNanoseconds ?? clock.unixNanoseconds, lastNanoseconds)
    let news = FrameNews(frame)
    guard news != self.news else { return }
    let isDue = lastNanoseconds == .min || now - lastNanoseconds >= options.frameNanoseconds
    guard isDue || isLast || news.tellsMore(than: self.news) else { return }
    try write(frame, at: now)
    self.news = news
    lastNanoseconds = now
    frameCount += 1
  }

  private func write(
    _ frame: TelemetryFrame, at now: Int64
  ) throws(RecordingError) {
    // Only a type that refuses to be encoded could throw, and none of a frame does.
    guard let value = try? RecordValueEncoder.value(of: frame) else { return }
    let isKey = keyNanoseconds == .min || now - keyNanoseconds >= options.keyNanoseconds
    if isKey {
      try makeRoom()
      packer = RecordPacker()
    }
    let packed = packer.pack(value)
    let stored = Deflate.deflated(packed) ?? packed
    let head = RecordHead(
      kind: isKey ? RecordHead.key : RecordHead.step, stored: stored, packedBytes: packed.count,
      unixNanoseconds: now)
    // Only a whole frame can follow one that is not there.
    let lastKey = keyNanoseconds
    keyNanoseconds = .min
    try append(head.bytes + stored)
    keyNanoseconds = isKey ? now : lastKey
    if isKey { file.synchronize() }
  }

  private func append(_ bytes: [UInt8]) throws(RecordingError) {
    try file.append(bytes)
    byteCount += bytes.count
  }
}

extension RecordingWriter {
  private func begin() throws(RecordingError) {
    byteCount = 0
    try append(FileHeader(program: options.program).bytes)
  }

  /// Goes on with a recording, behind its last whole record.
  private func goOn() throws(RecordingError) {
    let start = try FileHeader.read(from: file).end
    let index = try RecordIndex(file, from: start)
    if index.end < byteCount { file.truncate(to: index.end) }
    byteCount = index.end
    lastNanoseconds = index.entries.last?.head.unixNanoseconds ?? .min
  }

  /// Keeps what is newest of a recording with a limit: the older half goes when the newer is full.
  private func makeRoom() throws(RecordingError) {
    guard let limit = options.limitBytes, byteCount >= limit / 2 else { return }
    let older = Self.olderPath(of: path)
    guard rename(path, older) == 0 else { throw .write(path: older, code: errno) }
    file = try RecordingFile(appendingTo: path)
    try begin()
  }
}

/// What a frame tells that should not wait for the next one.
private struct FrameNews: Equatable {
  private let uptime: Int64
  private let processID: Int32
  private let state: String
  private let cause: UInt64?
  private let event: EventStatus?

  init(_ frame: TelemetryFrame) {
    uptime = frame.uptimeNanoseconds
    processID = frame.processID
    state = frame.state
    cause = frame.causes.last?.number
    event = frame.events.last
  }

  func tellsMore(than other: FrameNews?) -> Bool {
    (processID, state, cause) != (other?.processID, other?.state, other?.cause)
      || event != other?.event
  }
}

/// The time of day, without the jumps of clocks that are set.
private struct RecordingClock {
  private let offset: Int64

  init() { offset = Self.now(CLOCK_REALTIME) - Self.now(CLOCK_BOOTTIME) }

  var unixNanoseconds: Int64 { offset + Self.now(CLOCK_BOOTTIME) }

  private static func now(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
