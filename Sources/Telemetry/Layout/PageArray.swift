import CTelemetry

/// Arrays in the page: as many entries as fit, and the count of those that did not.
enum PageArray {
  /// Stores the entries that fit and returns the counts.
  ///
  /// `leftOut` entries were lost before; they are added to what is lost here.
  static func store<Entries: Collection, Field>(
    _ entries: Entries, in fields: UnsafeMutablePointer<Field>, limit: Int32, leftOut: Int = 0,
    encode: (Entries.Element, inout Field) -> Void
  ) -> telemetry_count {
    let stored = min(entries.count, Int(limit))
    for (index, entry) in entries.prefix(stored).enumerated() { encode(entry, &fields[index]) }
    let lost = entries.count - stored + max(leftOut, 0)
    return telemetry_count(stored: UInt32(stored), left_out: UInt32(clamping: lost))
  }

  /// Reads as many entries as the page says it has, but never more than there is room for.
  static func load<Entry, Field>(
    _ fields: UnsafeMutablePointer<Field>, count: telemetry_count, limit: Int32,
    decode: (Field) -> Entry
  ) -> [Entry] {
    (0..<Int(min(count.stored, UInt32(limit)))).map { decode(fields[$0]) }
  }
}
