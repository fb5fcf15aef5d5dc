/// The first line of a recording, such as `tactus-recording 1 0.1.0`: the version of what follows,
/// and that of the program which began it.
struct FileHeader: Equatable {
  /// The version this program writes and reads.
  static let version = 1

  /// The version of the program.
  var program: String

  private static let word = "tactus-recording"
  /// Where the line ends at the latest.
  static let longest = 128

  /// A header of this version.
  init(program: String) {
    let plain = program.unicodeScalars.filter { $0.isASCII && $0.value > 0x20 && $0.value != 0x7f }
    self.program = String(String.UnicodeScalarView(plain.prefix(32)))
  }

  /// Reads the line at the beginning of a file, and says where it ends.
  ///
  /// - Throws: `notARecording`, or `version` when it was written by another version.
  init(_ bytes: [UInt8], path: String) throws(RecordingError) {
    guard let end = bytes.firstIndex(of: 0x0a) else { throw .notARecording(path: path) }
    let words = String(decoding: bytes[..<end], as: UTF8.self).split(
      separator: " ", omittingEmptySubsequences: false)
    guard words.count >= 2, words[0] == Self.word, let version = Int(words[1]), version >= 0 else {
      throw .notARecording(path: path)
    }
    guard version == Self.version else { throw .version(path: path, found: version) }
    self.init(program: words.count > 2 ? String(words[2]) : "")
  }

  /// Reads the header of a file, and says where the records begin.
  static func read(
    from file: RecordingFile
  ) throws(RecordingError) -> (header: FileHeader, end: Int) {
    let bytes = try file.read(longest, at: 0)
    let header = try FileHeader(bytes, path: file.path)
    return (header, (bytes.firstIndex(of: 0x0a) ?? 0) + 1)
  }

  var bytes: [UInt8] { Array("\(Self.word) \(Self.version) \(program)\n".utf8) }
}
