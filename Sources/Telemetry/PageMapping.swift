import CTelemetry
import Glibc

/// A telemetry page mapped into this process, and the descriptor it came from.
struct PageMapping: ~Copyable, @unchecked Sendable {
  let page: UnsafeMutablePointer<telemetry_page>
  private let descriptor: Int32

  /// Maps the page behind `descriptor` and takes the descriptor over, also when it fails.
  init(descriptor: Int32, isWritable: Bool) throws(TelemetryError) {
    let protection = isWritable ? PROT_READ | PROT_WRITE : PROT_READ
    let size = MemoryLayout<telemetry_page>.size
    let address = mmap(nil, size, protection, MAP_SHARED, descriptor, 0)
    guard let address, address != MAP_FAILED else {
      let code = errno
      close(descriptor)
      throw .system(operation: "mmap", code: code)
    }
    page = address.bindMemory(to: telemetry_page.self, capacity: 1)
    self.descriptor = descriptor
  }

  deinit {
    munmap(page, MemoryLayout<telemetry_page>.size)
    close(descriptor)
  }

  /// Whether the memory behind the mapping is all there; touching what is not ends the process.
  var isWhole: Bool { Self.byteCount(of: descriptor) >= MemoryLayout<telemetry_page>.size }

  /// Tells the writer, as long as this mapping is there, that somebody looks.
  func beginLooking() { telemetry_begin_looking(descriptor) }

  /// Whether somebody looks through another mapping.
  var isLookedAt: Bool { telemetry_is_looked_at(descriptor) }

  static func byteCount(of descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }
}
