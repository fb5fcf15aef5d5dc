import Telemetry

/// Reads what a `RecordingWriter` wrote: frame by frame, or from any time on.
///
/// What is damaged is left out: after a record that cannot be read, frames go on with the next whole
/// one. A file that is still being written is read up to where it ended when it was opened.
///
/// - Thread: any, one call at a time.
public final class RecordingReader {
  /// The version of the program that began the recording.
  public let program: String
  private let file: RecordingFile
  private let index: RecordIndex
  /// The record that comes next.
  private var position = 0
  /// The last one that was unpacked, which those after it need.
  private var unpacked: Int?
  private var unpacker = RecordUnpacker()
  private var damaged: Set<Int> = []

  /// Opens a recording.
  ///
  /// - Throws: `notARecording`, `version`, `empty`, `open` or `read`.
  public init(path: String) throws(RecordingError) {
    file = try RecordingFile(reading: path)
    let (header, start) = try FileHeader.read(from: file)
    program = header.program
    index = try RecordIndex(file, from: start)
    guard !index.entries.isEmpty else { throw .empty(path: path) }
  }

  /// The file that is read.
  public var path: String { file.path }

  /// When the first frame was, in nanoseconds since 1970.
  public var startUnixNanoseconds: Int64 { index.entries[0].head.unixNanoseconds }

  /// From the first frame to the last.
  public var durationNanoseconds: Int64 { time(of: index.entries.count - 1) }

  /// How many frames there are.
  public var frameCount: Int { index.entries.count }

  /// Bytes between frames that could not be read.
  public var damagedBytes: Int { index.damagedBytes }

  /// Frames met so far that could not be read.
  public var damagedFrames: Int { damaged.count }

  /// The next frame, nil after the last.
  ///
  /// - Throws: `read`.
  public func next() throws(RecordingError) -> RecordedFrame? {
    try next(TelemetryFrame.self)
  }

  /// The next frame, as far as `Content` asks for its fields.
  package func next<Content: Decodable & Sendable & Equatable>(
    _ type: Content.Type
  ) throws(RecordingError) -> Recorded<Content>? {
    while position < index.entries.count {
      let current = position
      guard let value = try unpackNext() else { continue }
      guard let content = try? RecordValueDecoder.decode(type, from: value) else {
        damaged.insert(current)
        continue
      }
      return Recorded(
        nanoseconds: time(of: current),
        unixNanoseconds: index.entries[current].head.unixNanoseconds, content: content)
    }
    return nil
  }

  /// Lets `next` give the last frame that is not after this time, or the first.
  ///
  /// - Throws: `read`.
  public func seek(toNanoseconds nanoseconds: Int64) throws(RecordingError) {
    let target = max(0, firstPosition(after: nanoseconds) - 1)
    let key = (0...target).last { index.entries[$0].head.kind == RecordHead.key } ?? 0
    position = key
    if let unpacked, unpacked >= key, unpacked < target { position = unpacked + 1 }
    while position < target { _ = try unpackNext() }
  }

  /// The last frame that is not after this time, or the first.
  ///
  /// - Throws: `read`.
  public func frame(atNanoseconds nanoseconds: Int64) throws(RecordingError) -> RecordedFrame? {
    try seek(toNanoseconds: nanoseconds)
    return try next()
  }

  private func time(of position: Int) -> Int64 {
    index.entries[position].head.unixNanoseconds &- startUnixNanoseconds
  }

  private func firstPosition(after nanoseconds: Int64) -> Int {
    var (low, high) = (0, index.entries.count)
    while low < high {
      let middle = (low + high) / 2
      if time(of: middle) <= nanoseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Goes on by one; nil when that one cannot be read.
  private func unpackNext() throws(RecordingError) -> RecordValue? {
    let current = position
    position += 1
    let entry = index.entries[current]
    if entry.head.kind == RecordHead.key {
      unpacker = RecordUnpacker()
    } else if unpacked != current - 1 || !entry.isNext {
      damaged.insert(current)
      return nil
    }
    unpacked = nil
    guard let packed = try packed(entry), let value = try? unpacker.unpack(packed) else {
      damaged.insert(current)
      return nil
    }
    unpacked = current
    return value
  }

  private func packed(_ entry: RecordIndex.Entry) throws(RecordingError) -> [UInt8]? {
    let head = entry.head
    let stored = try file.read(head.storedBytes, at: entry.offset + RecordHead.byteCount)
    guard head.matches(stored) else { return nil }
    if head.storedBytes == head.packedBytes { return stored }
    return Deflate.inflated(stored, count: head.packedBytes)
  }
}
