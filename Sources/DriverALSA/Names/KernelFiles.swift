// Control side.
import Foundation

/// Where the kernel tells of its sound cards, in files that everyone may read.
public struct KernelFiles: Sendable {
  /// Names other folders than the system's, for tests.
  public init(proc: String = "/proc", sys: String = "/sys", dev: String = "/dev") {
    self.proc = proc
    self.sys = sys
    self.dev = dev
  }

  /// Processes, and the cards below `asound`.
  public let proc: String
  /// Devices and how they are plugged in.
  public let sys: String
  /// Device nodes.
  public let dev: String

  /// What a file says, without blanks around it; nil when it cannot be read.
  func text(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The names in a folder; none when it cannot be read.
  func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}
