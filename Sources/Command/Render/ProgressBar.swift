import Glibc

/// A progress bar on standard error, only when that is a terminal.
struct ProgressBar {
  private static let width = 40
  private let isVisible = isatty(STDERR_FILENO) == 1
  private var shown = -1

  /// Shows the share that is done, 0 to 1.
  mutating func update(_ share: Double) {
    let percent = Int(min(1, max(0, share)) * 100)
    guard isVisible, percent != shown else { return }
    shown = percent
    let filled = percent * Self.width / 100
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.width - filled)
    write("\r\(bar) \(percent) %")
  }

  /// Leaves the line empty for what comes next.
  func finish() {
    if isVisible { write("\r\(String(repeating: " ", count: Self.width + 6))\r") }
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
