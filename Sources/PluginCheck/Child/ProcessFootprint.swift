import CPluginCheck
import Foundation

/// What this process holds.
struct ProcessFootprint {
  let heapBytes: Int
  let descriptors: Int
  let threads: Int

  /// As it is now.
  static var now: ProcessFootprint {
    ProcessFootprint(
      heapBytes: Int(check_heap_bytes()), descriptors: count("fd"), threads: count("task"))
  }

  private static func count(_ folder: String) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)").count) ?? 0
  }
}
