import Control
import NIOCore
import NIOWebSocket

/// A client of the control protocol at a WebSocket.
///
/// Thread: the server's loop.
final class SocketClient: ClientTransport {
  let session: ClientSession
  private let channel: any Channel
  private var reads = true

  init(_ session: ClientSession, _ channel: any Channel) {
    self.session = session
    self.channel = channel
  }

  /// Whether what the client sends is read just now.
  var isReading: Bool { reads }

  /// Writes as long as the socket takes it: what is behind that waits in the session, bounded.
  func flush() {
    var hasWritten = false
    while session.hasOutput, channel.isWritable {
      for line in session.takeOutput() { channel.writeText(line) }
      hasWritten = true
    }
    if hasWritten { channel.flush() }
    if session.isClosed {
      channel.close(promise: nil)
    } else if session.isDone {
      channel.sayGoodbye(.normalClosure)
    } else {
      read(session.wantsMore)
    }
  }

  private func read(_ wanted: Bool) {
    guard wanted != reads else { return }
    reads = wanted
    channel.setOption(.autoRead, value: wanted).whenFailure { _ in }
  }
}

extension Channel {
  /// Sends a line of the protocol as a message, which needs no end of its own.
  func writeText(_ line: [UInt8]) {
    let text = ByteBuffer(bytes: line.last == 0x0A ? line.dropLast() : line[...])
    write(WebSocketFrame(fin: true, opcode: .text, data: text), promise: nil)
  }

  /// Says why the connection ends, and ends it, at the latest after a second.
  func sayGoodbye(_ code: WebSocketErrorCode) {
    var reason = ByteBuffer()
    reason.write(webSocketErrorCode: code)
    let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: reason)
    writeAndFlush(frame).whenComplete { _ in self.close(promise: nil) }
    eventLoop.scheduleTask(in: .seconds(1)) { self.close(promise: nil) }
  }
}
