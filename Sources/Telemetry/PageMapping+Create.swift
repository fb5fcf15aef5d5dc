import CTelemetry
import Glibc

extension PageMapping {
  /// Creates the page of a process, readable and writable by its user only.
  ///
  /// A page left behind by a killed process with the same id is replaced; one of a process that
  /// runs is left alone.
  static func create(
    for process: ProcessIdentity, in directory: PageDirectory
  ) throws(TelemetryError) -> PageMapping {
    let name = directory.name(of: process.processID)
    var descriptor = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0o600)
    if descriptor < 0, errno == EEXIST {
      try removeLeftBehind(by: process, in: directory)
      descriptor = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0o600)
    }
    guard descriptor >= 0 else { throw .system(operation: "shm_open \(name)", code: errno) }
    do {
      try reserve(descriptor)
      return try PageMapping(descriptor: descriptor, isWritable: true)
    } catch {
      shm_unlink(name)
      throw error
    }
  }

  private static func removeLeftBehind(
    by process: ProcessIdentity, in directory: PageDirectory
  ) throws(TelemetryError) {
    if directory.hasIdentity(process.processID),
      directory.owner(of: process.processID)?.isAlive == true
    {
      throw .alreadyPublishing(processID: process.processID)
    }
    directory.remove(process.processID)
  }

  /// Takes the memory now: a full file system must show here, not as a signal at the first write.
  private static func reserve(_ descriptor: Int32) throws(TelemetryError) {
    // The umask may have taken more than it should, never less.
    _ = fchmod(descriptor, 0o600)
    let code = posix_fallocate(descriptor, 0, off_t(MemoryLayout<telemetry_page>.size))
    guard code == 0 else {
      close(descriptor)
      throw .system(operation: "posix_fallocate", code: code)
    }
  }
}
