internal import Foundation

/// Reads a YAML file as text: what is too large or not UTF-8 is refused before anything parses it.
enum YAMLFile {
  /// The largest file that is read: 4 MiB.
  static let sizeLimitBytes = 4 << 20

  /// The file's text, or nil with the reason in `log`.
  static func text(path: String, log: ProblemLog) -> String? {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      log.error(.start, "no such file")
      return nil
    }
    guard !isDirectory.boolValue else {
      log.error(.start, "is a directory, not a file")
      return nil
    }
    guard let data = read(path: path) else {
      log.error(.start, "cannot be read: check its permissions")
      return nil
    }
    guard data.count <= sizeLimitBytes else {
      log.error(.start, "is larger than \(sizeLimitBytes >> 20) MiB, which no session needs")
      return nil
    }
    return decode(data, log: log)
  }

  /// At most one byte more than the limit: a device file or a pipe may never end.
  private static func read(path: String) -> Data? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    var data = Data()
    do {
      while data.count <= sizeLimitBytes,
        let more = try handle.read(upToCount: sizeLimitBytes + 1 - data.count), !more.isEmpty
      {
        data.append(more)
      }
    } catch {
      return nil
    }
    return data
  }

  private static func decode(_ data: Data, log: ProblemLog) -> String? {
    guard let text = String(validating: data, as: UTF8.self) else {
      let lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
      let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
      log.error(SourceMark(line: line + 1, column: 1), "holds bytes that are not UTF-8 text")
      return nil
    }
    // A byte order mark is no character of the first line.
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }
}
