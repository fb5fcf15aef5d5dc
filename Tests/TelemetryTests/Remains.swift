import CTelemetry
import Glibc
import Testing

@testable import Telemetry

/// Pages as killed hosts leave them behind, and pages that were tampered with.
enum Remains {
  /// Leaves a page that no writer removes.
  static func leave(
    by process: ProcessIdentity, in directory: PageDirectory, frame: TelemetryFrame = .sample(1)
  ) throws {
    let writer = try TelemetryWriter(process: process, directory: directory)
    writer.publish(frame)
    // The writer takes its own name away, not this second one, which then gets the first's place.
    let path = directory.path(of: process.processID)
    #expect(link(path, path + ".left") == 0)
    writer.end()
    #expect(rename(path + ".left", path) == 0)
    change(process.processID, in: directory) { $0.pointee.ended = 0 }
  }

  /// Changes a page behind its writer's back.
  static func change(
    _ processID: Int32, in directory: PageDirectory,
    body: (UnsafeMutablePointer<telemetry_page>) -> Void
  ) {
    let descriptor = shm_open(directory.name(of: processID), O_RDWR, 0)
    do {
      let mapping = try PageMapping(descriptor: descriptor, isWritable: true)
      body(mapping.page)
    } catch {
      Issue.record(error)
    }
  }

  /// Cuts a page off.
  static func truncate(_ processID: Int32, in directory: PageDirectory, byteCount: Int) {
    #expect(Glibc.truncate(directory.path(of: processID), off_t(byteCount)) == 0)
  }
}
