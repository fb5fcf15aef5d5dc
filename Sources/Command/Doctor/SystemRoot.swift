import DriverALSA
import Foundation

/// The small files of /proc, /sys, /dev and /boot; what is not there is empty.
struct SystemRoot: Sendable {
  /// How large a file system is, and how much of it is left to this user.
  struct Space: Sendable, Equatable {
    var freeBytes: Int
    var totalBytes: Int
  }

  /// The folder that stands for `/`, without a slash at its end.
  var folder = ""
  /// Whether this user may do with a path what a mode of `access` says.
  var mayUse: @Sendable (_ path: String, _ mode: Int32) -> Bool = { Foundation.access($0, $1) == 0 }
  /// nil when the kernel does not tell.
  var space: @Sendable (_ path: String) -> Space? = { Self.space(of: $0) }

  /// Where the kernel tells of its cards.
  var kernelFiles: KernelFiles {
    KernelFiles(proc: folder + "/proc", sys: folder + "/sys", dev: folder + "/dev")
  }

  func text(_ path: String) -> String {
    guard let data = FileManager.default.contents(atPath: folder + path) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }

  func lines(_ path: String) -> [String] {
    text(path).split(whereSeparator: \.isNewline).map(String.init)
  }

  func words(_ path: String) -> [String] {
    text(path).split(whereSeparator: \.isWhitespace).map(String.init)
  }

  func integer(_ path: String) -> Int? { words(path).first.flatMap { Int($0) } }

  /// A file of four bytes, in this machine's order.
  func word32(_ path: String) -> Int32? {
    guard let data = FileManager.default.contents(atPath: folder + path), data.count == 4 else {
      return nil
    }
    return data.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
  }

  /// Sorted, so that reports stay the same.
  func names(in directory: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder + directory)) ?? []).sorted()
  }

  /// Whether this user may do what `mode` says.
  func access(_ path: String, _ mode: Int32) -> SystemFacts.Access {
    guard Foundation.access(folder + path, F_OK) == 0 else { return .missing }
    return mayUse(folder + path, mode) ? .allowed : .denied
  }

  private static func space(of path: String) -> Space? {
    var numbers = statvfs()
    guard statvfs(path, &numbers) == 0 else { return nil }
    let block = Int(numbers.f_frsize)
    return Space(
      freeBytes: Int(numbers.f_bavail) * block, totalBytes: Int(numbers.f_blocks) * block)
  }
}
