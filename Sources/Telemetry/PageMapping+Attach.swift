import CTelemetry
import Glibc

extension PageMapping {
  /// Maps the page of a process for reading, after a look at whose it is.
  static func attach(
    to processID: Int32, in directory: PageDirectory
  ) throws(TelemetryError) -> PageMapping {
    let name = directory.name(of: processID)
    let descriptor = shm_open(name, O_RDONLY, 0)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: throw .notRunning(processID: processID)
      case EACCES: throw .foreignPage(name: name)
      default: throw .system(operation: "shm_open \(name)", code: errno)
      }
    }
    do {
      try check(descriptor, name: name)
    } catch {
      close(descriptor)
      throw error
    }
    return try PageMapping(descriptor: descriptor, isWritable: false)
  }

  private static func check(_ descriptor: Int32, name: String) throws(TelemetryError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .system(operation: "fstat \(name)", code: errno)
    }
    guard status.st_uid == geteuid() else { throw .foreignPage(name: name) }

    guard let identity = telemetry_identity(read: descriptor) else {
      throw .notATelemetryPage(name: name)
    }
    guard identity.layout_version == TELEMETRY_LAYOUT_VERSION else {
      throw .layoutVersion(
        processID: identity.process_id, found: identity.layout_version,
        expected: TELEMETRY_LAYOUT_VERSION)
    }
    let pageSize = MemoryLayout<telemetry_page>.size
    guard identity.byte_count == pageSize, status.st_size >= pageSize else {
      throw .notATelemetryPage(name: name)
    }
  }
}
