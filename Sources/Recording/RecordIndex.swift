/// Where the records of a file are.
struct RecordIndex {
  /// A record: its place in the file, and what its head says.
  struct Entry {
    var offset: Int
    var head: RecordHead
    /// Whether nothing is missing between the record before and this one.
    var isNext = true
  }

  /// The records that a reader can do something with, as they follow each other.
  private(set) var entries: [Entry] = []
  /// Where the last whole record ends.
  private(set) var end: Int
  /// Bytes between records that are none.
  private(set) var damagedBytes = 0

  /// Walks along the heads from `start`, where the header ends.
  init(_ file: RecordingFile, from start: Int) throws(RecordingError) {
    end = start
    let size = file.byteCount
    var isNext = false
    while var entry = try Self.next(in: file, from: end, size: size) {
      isNext = isNext && entry.offset == end
      damagedBytes += entry.offset - end
      end = entry.offset + RecordHead.byteCount + entry.head.storedBytes
      if entry.head.kind == RecordHead.key || entry.head.kind == RecordHead.step {
        entry.isNext = isNext
        entries.append(entry)
        isNext = true
      }
    }
  }

  /// The record at `offset`, or the first whole one after it when there is none.
  private static func next(
    in file: RecordingFile, from offset: Int, size: Int
  ) throws(RecordingError) -> Entry? {
    if let entry = try entry(in: file, at: offset, size: size) {
      // A write that was cut off ends a file: what it wrote may have been anything.
      let end = offset + RecordHead.byteCount + entry.head.storedBytes
      if end < size { return entry }
      if try matches(entry, in: file) { return entry }
    }
    return try search(in: file, after: offset, size: size)
  }

  private static func entry(
    in file: RecordingFile, at offset: Int, size: Int
  ) throws(RecordingError) -> Entry? {
    let bytes = try file.read(RecordHead.byteCount, at: offset)
    guard let head = RecordHead(bytes),
      offset + RecordHead.byteCount + head.storedBytes <= size
    else { return nil }
    return Entry(offset: offset, head: head)
  }

  private static func matches(
    _ entry: Entry, in file: RecordingFile
  ) throws(RecordingError) -> Bool {
    let stored = try file.read(
      entry.head.storedBytes, at: entry.offset + RecordHead.byteCount)
    return entry.head.matches(stored)
  }

  /// Looks for a record behind bytes that are none.
  private static func search(
    in file: RecordingFile, after offset: Int, size: Int
  ) throws(RecordingError) -> Entry? {
    var start = offset + 1
    while start + RecordHead.byteCount <= size {
      let bytes = try file.read(searchBytes, at: start)
      guard !bytes.isEmpty else { return nil }
      for (place, byte) in bytes.enumerated() where byte == RecordHead.firstByte {
        if let entry = try entry(in: file, at: start + place, size: size),
          try matches(entry, in: file)
        {
          return entry
        }
      }
      start += bytes.count
    }
    return nil
  }

  private static let searchBytes = 65_536
}
