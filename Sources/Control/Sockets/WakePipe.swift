import Glibc

/// Ends a `poll` of another thread.
package final class WakePipe: Sendable {
  private let reader: Descriptor
  private let writer: Descriptor

  /// What becomes readable.
  package var number: Int32 { reader.number }

  /// Opens the pipe.
  package init() throws(ControlSocketError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw .last("pipe") }
    reader = Descriptor(ends[0])
    writer = Descriptor(ends[1])
    reader.neverBlock()
    writer.neverBlock()
  }

  /// Ends the poll; any thread may.
  package func wake() {
    // A full pipe wakes as well.
    var byte: UInt8 = 1
    _ = write(writer.number, &byte, 1)
  }

  /// Takes the wakes that came.
  package func clear() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(reader.number, &bytes, bytes.count) > 0 {}
  }
}
