import Foundation

/// A duration in nanoseconds, in words: `450 µs`, `3.1 ms`, `52 ms`, `1.3 s`.
struct PlainDuration: CustomStringConvertible {
  let nanoseconds: Int64

  init(_ nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  var description: String {
    let milliseconds = Double(nanoseconds) / 1e6
    if milliseconds < 0.9995 { return String(format: "%.0f µs", milliseconds * 1000) }
    if milliseconds < 9.95 { return String(format: "%.1f ms", milliseconds) }
    if milliseconds < 999.5 { return String(format: "%.0f ms", milliseconds) }
    return String(format: "%.1f s", milliseconds / 1000)
  }
}
