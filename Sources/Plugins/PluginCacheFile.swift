/// The content of a cache's file.
///
/// A line that says what it is, the length and the check sum of what follows, and that: the
/// edition and the entries, compact, since a thousand plugins have many ten thousand ports.
struct PluginCacheFile {
  init(edition: String, entries: [String: PluginCache.Entry]) {
    self.edition = edition
    self.entries = entries
  }

  /// Reads a file; nil when it is damaged, or written by another version.
  init?(_ bytes: [UInt8]) {
    let body = bytes.dropFirst(Self.magic.count + 16)
    guard bytes.starts(with: Self.magic),
      bytes.dropFirst(Self.magic.count).starts(with: Self.seal(body))
    else { return nil }
    var reader = CompactReader(body)
    guard let edition = try? reader.text(), let entries = try? Self.entries(&reader) else {
      return nil
    }
    self.init(edition: edition, entries: entries)
  }

  /// What has to be the same for the entries to be of use.
  let edition: String
  /// What each bundle or library held.
  let entries: [String: PluginCache.Entry]

  /// The file.
  var bytes: [UInt8] {
    var writer = CompactWriter()
    writer.write(edition)
    writer.write(entries.sorted { $0.key < $1.key }) { writer, entry in
      writer.write(entry.key)
      writer.write(entry.value.fingerprint)
      writer.write(entry.value.plugins) { $0.write($1) }
      writer.write(entry.value.problems) { $0.write($1) }
    }
    return Self.magic + Self.seal(writer.bytes[...]) + writer.bytes
  }

  /// The number rises whenever descriptors are read or written differently.
  private static let magic = Array("tactus plugins 5\n".utf8)

  private static func entries(
    _ reader: inout CompactReader
  ) throws(CompactDamage) -> [String: PluginCache.Entry] {
    let pairs = try reader.array { reader throws(CompactDamage) in
      (
        try reader.text(),
        PluginCache.Entry(
          fingerprint: try reader.text(),
          plugins: try reader.array { reader throws(CompactDamage) in try reader.plugin() },
          problems: try reader.array { reader throws(CompactDamage) in try reader.problem() })
      )
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The length and the check sum (FNV-1a), 16 bytes.
  private static func seal(_ body: ArraySlice<UInt8>) -> [UInt8] {
    let sum = body.withUnsafeBufferPointer { body in
      body.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
    return [UInt64(body.count), sum].flatMap { number in
      withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
  }
}
