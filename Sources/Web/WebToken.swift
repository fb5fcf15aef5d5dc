import Glibc

/// The secret that lets a client of the web server in.
public struct WebToken: Sendable {
  /// Letters, digits, `-` and `_`.
  public let text: String

  /// Makes one of 128 random bits.
  ///
  /// Thread: any of the control side.
  public static func random() -> WebToken {
    var generator = SystemRandomNumberGenerator()
    let digits = (0..<16).map { _ -> String in
      let byte = UInt8.random(in: 0...255, using: &generator)
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return WebToken(text: digits.joined())
  }

  /// Reads the token from a file that is its user's alone; makes the file when there is none.
  ///
  /// Thread: any of the control side.
  public init(file path: String) throws(WebServerError) {
    let new = WebToken.random()
    if try Self.write(new, to: path) {
      self = new
      return
    }
    let text = try Self.read(path)
    guard (16...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else {
      throw .badTokenFile(
        path: path, reason: "needs one line of 16 to 128 letters, digits, - and _")
    }
    self.text = text
  }

  init(text: String) { self.text = text }

  /// Whether it is this one; takes as long for each text of the same length.
  func matches(_ other: String) -> Bool {
    let (mine, theirs) = (Array(text.utf8), Array(other.utf8))
    var difference: UInt8 = mine.count == theirs.count ? 0 : 1
    for index in 0..<min(mine.count, theirs.count) { difference |= mine[index] ^ theirs[index] }
    return difference == 0
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Makes the file; false when it is there already.
  private static func write(_ token: WebToken, to path: String) throws(WebServerError) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      if errno == EEXIST { return false }
      throw .system(path, "cannot be made")
    }
    defer { close(file) }
    let line = Array("\(token.text)\n".utf8)
    guard Glibc.write(file, line, line.count) == line.count else {
      throw .system(path, "cannot be written")
    }
    return true
  }

  private static func read(_ path: String) throws(WebServerError) -> String {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw .system(path, "cannot be read") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .badTokenFile(path: path, reason: "is not a file")
    }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      throw .badTokenFile(path: path, reason: "is not this user's alone; chmod 600 it")
    }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = Glibc.read(file, &bytes, bytes.count)
    guard count >= 0 else { throw .system(path, "cannot be read") }
    let line = bytes[..<count].prefix { $0 != 0x0A && $0 != 0x0D }
    return String(decoding: line, as: UTF8.self)
  }
}

extension WebServerError {
  fileprivate static func system(_ path: String, _ what: String) -> WebServerError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return .badTokenFile(path: path, reason: "\(what): \(reason)")
  }
}
