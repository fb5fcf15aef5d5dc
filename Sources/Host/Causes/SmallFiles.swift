import Glibc

/// Reads small files of /proc.
enum SmallFiles {
  /// A file's first bytes as text, 4096 at most; nil when it cannot be read.
  static func text(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let count = 4096
    return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { bytes in
      let length = read(descriptor, bytes.baseAddress, count)
      guard length >= 0 else { return nil }
      return String(decoding: bytes.prefix(length), as: UTF8.self)
    }
  }

  /// The entries of a folder that are numbers.
  static func numbers(in path: String) -> [Int32] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var found: [Int32] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let number = Int32(name) { found.append(number) }
    }
    return found
  }
}
