import Glibc

/// A client at the Unix socket.
final class ClientConnection: ClientTransport {
  let session: ClientSession
  let descriptor: Descriptor
  private var lines = LineBuffer(limit: ControlLimits.requestBytes)
  /// The lines under way, and how much of them is sent.
  private var current: [UInt8] = []
  private var sent = 0

  init(_ session: ClientSession, _ descriptor: Descriptor) {
    self.session = session
    self.descriptor = descriptor
  }

  private var hasOutput: Bool { !session.isClosed && (sent < current.count || session.hasOutput) }

  var wantedEvents: Int16 {
    Int16((session.wantsMore ? POLLIN : 0) | (hasOutput ? POLLOUT : 0))
  }

  /// Sends what the socket takes, at most so much in a turn.
  func flush() {
    var budget = 16
    while budget > 0, hasOutput {
      budget -= 1
      if sent == current.count {
        current = session.takeOutput().flatMap { $0 }
        sent = 0
      }
      let count = current[sent...].withUnsafeBytes {
        send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count >= 0 else {
        if errno != EAGAIN && errno != EINTR { session.close() }
        return
      }
      sent += count
    }
  }

  /// Reads what came, at most a buffer's worth in a turn.
  func receive(into buffer: inout [UInt8]) {
    let count = recv(descriptor.number, &buffer, buffer.count, 0)
    if count > 0 { session.receive(lines.take(buffer[..<count])) }
    if count < 0 && errno != EAGAIN && errno != EINTR { session.close() }
    if count == 0 { session.end() }
  }
}
