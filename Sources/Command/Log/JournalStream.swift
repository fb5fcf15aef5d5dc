import Glibc

/// The journal of the service manager, as far as a process writes to it.
enum JournalStream {
  /// Whether a descriptor is the stream that `JOURNAL_STREAM` names by device and inode.
  ///
  /// As `systemd.exec(5)` documents it: a variable that was inherited says nothing about a
  /// descriptor that leads elsewhere by now.
  static func isBehind(_ descriptor: Int32, name: String?) -> Bool {
    guard let name else { return false }
    let numbers = name.split(separator: ":", omittingEmptySubsequences: false)
    var status = stat()
    guard numbers.count == 2, let device = UInt(numbers[0]), let inode = UInt(numbers[1]),
      fstat(descriptor, &status) == 0
    else { return false }
    return UInt(status.st_dev) == device && UInt(status.st_ino) == inode
  }
}
