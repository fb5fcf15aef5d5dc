import Foundation
import Glibc

/// Writes a file in one step: a reader finds all of the old one or all of the new one, also after
/// the power was cut.
public enum AtomicFile {
  /// Writes `text` to a file, with the permissions of the one before it.
  ///
  /// The text goes to a file beside it, which is made to last and renamed, and so is the folder.
  /// With `keepsPrevious`, what was there stays as `NAME~`. A symbolic link is followed. Thread: control.
  public static func write(
    _ text: String, to path: String, keepsPrevious: Bool = false
  ) throws(HostError) {
    let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let name = URL(fileURLWithPath: path).lastPathComponent
    let temporary = "\(folder)/.\(name).\(getpid()).new"
    let permissions = permissions(of: path)
    do throws(HostError) {
      try put(text, to: temporary, mode: permissions ?? 0o644 & ~processMask)
      if keepsPrevious, permissions != nil { try keep(path, as: "\(path)~") }
      guard rename(temporary, path) == 0 else { throw failure("rename \(temporary)") }
    } catch {
      unlink(temporary)
      throw error
    }
    try makeLast(folder)
  }

  /// Nil when there is no such file.
  private static func permissions(of path: String) -> mode_t? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.posixPermissions] as? Int).map { mode_t($0) }
  }

  private static func put(
    _ text: String, to path: String, mode: mode_t
  ) throws(HostError) {
    unlink(path)
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(path) }
      rest = rest.dropFirst(count)
    }
    guard fchmod(file, mode) == 0, fsync(file) == 0 else { throw failure(path) }
  }

  /// The present file stays where it is until the rename.
  private static func keep(_ path: String, as previous: String) throws(HostError) {
    let link = "\(previous).\(getpid())"
    unlink(link)
    guard Glibc.link(path, link) == 0 else { throw failure(previous) }
    guard rename(link, previous) == 0 else {
      let problem = failure(previous)
      unlink(link)
      throw problem
    }
    // Where both were the same file already, `rename` leaves the link.
    unlink(link)
  }

  private static func makeLast(_ folder: String) throws(HostError) {
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure(folder) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw failure(folder) }
  }

  /// What the process leaves out of the permissions of new files.
  private static var processMask: mode_t {
    let line = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?
      .split(separator: "\n").first { $0.hasPrefix("Umask:") }
    return line.flatMap { mode_t($0.dropFirst(6).filter { !$0.isWhitespace }, radix: 8) } ?? 0o022
  }

  private static func failure(_ what: String) -> HostError {
    HostError(.unavailable, "\(what): \(String(cString: strerror(errno)))")
  }
}
