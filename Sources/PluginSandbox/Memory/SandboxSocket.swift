import CSandbox
import Foundation
import Glibc
import Plugins

/// One end of what host and child talk through, beside their periods.
final class SandboxSocket: Sendable {
  /// Where one was closed, or said nothing in time.
  enum Failure: Error {
    case closed
    case timedOut
  }

  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Two ends: ours, and the descriptor that a child gets.
  static func pair() throws(PluginError) -> (SandboxSocket, Int32) {
    var ends: [Int32] = [-1, -1]
    guard sandbox_socket_pair(&ends) else {
      throw PluginError(.failed, "no socket for a sandbox: \(String(cString: strerror(errno)))")
    }
    return (SandboxSocket(ends[0]), ends[1])
  }

  /// Sends a value, with a descriptor unless that is negative.
  ///
  /// Thread: control, one at a time.
  func send(_ value: some Encodable, with sent: Int32 = -1) throws(Failure) {
    guard let bytes = try? JSONEncoder().encode(value),
      bytes.withUnsafeBytes({ sandbox_send(descriptor, $0.baseAddress, $0.count, sent) })
    else { throw .closed }
  }

  /// Waits for a value and the descriptor that comes with it.
  ///
  /// Thread: control, one at a time.
  func receive<Value: Decodable>(
    _ type: Value.Type, within milliseconds: Int32 = -1
  ) throws(Failure) -> (Value, descriptor: Int32) {
    var bytes = Data(count: 65_536)
    var received: Int32 = -1
    let count = bytes.withUnsafeMutableBytes {
      sandbox_receive(descriptor, $0.baseAddress, $0.count, &received, milliseconds)
    }
    if count < 0, errno == ETIMEDOUT { throw .timedOut }
    guard count > 0, let value = try? JSONDecoder().decode(type, from: bytes.prefix(count)) else {
      if received >= 0 { close(received) }
      throw .closed
    }
    return (value, received)
  }
}
