import Glibc

/// The state of files, as far as their names, numbers, sizes and modification times tell.
package struct FileFingerprint {
  package init() {}

  /// The state so far; equal texts mean that nothing changed.
  package private(set) var text = ""

  /// Adds the state of one file or directory; says whether it is there.
  @discardableResult
  package mutating func add(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      text += "\(path) absent;"
      return false
    }
    let time = status.st_mtim
    text += "\(path) \(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec);"
    return true
  }
}
