import Glibc

/// The system's words for an errno.
enum SystemMessage {
  static func text(for code: Int32) -> String {
    // The C library keeps the text of each thread apart.
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }
}
