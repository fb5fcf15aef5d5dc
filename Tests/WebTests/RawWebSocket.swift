import Control

/// A client of a WebSocket, with frames written by hand.
final class RawWebSocket {
  struct Frame: Equatable {
    var opcode: UInt8
    var payload: [UInt8]

    var text: String { String(decoding: payload, as: UTF8.self) }
    /// Why the other side ends.
    var closeCode: Int? {
      opcode == 8 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil
    }
  }

  let socket: RawSocket
  /// The head of the answer to the upgrade.
  let head: String

  init(
    port: Int, token: String? = nil, host: String? = nil, origin: String? = nil
  ) throws {
    socket = try RawSocket(port: port)
    var lines = [
      "GET /control HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")", "Upgrade: websocket",
      "Connection: Upgrade", "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    if let origin { lines.append("Origin: \(origin)") }
    if let token { lines.append("Sec-WebSocket-Protocol: tactus-control-1, token.\(token)") }
    socket.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    head = socket.take(upTo: "\r\n\r\n")
  }

  var status: String { String(head.prefix { $0 != "\r\n" }) }

  func send(
    _ payload: [UInt8], opcode: UInt8 = 1, isFinal: Bool = true, isMasked: Bool = true
  ) {
    socket.send(Self.frame(payload, opcode: opcode, isFinal: isFinal, isMasked: isMasked))
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  static func frame(
    _ payload: [UInt8], opcode: UInt8 = 1, isFinal: Bool = true, isMasked: Bool = true,
    count: Int? = nil
  ) -> [UInt8] {
    let count = count ?? payload.count
    let mark: UInt8 = isMasked ? 0x80 : 0
    var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
    if count < 126 {
      bytes.append(mark | UInt8(count))
    } else if count < 65_536 {
      bytes += [mark | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
    } else {
      bytes.append(mark | 127)
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
    }
    guard isMasked else { return bytes + payload }
    let mask: [UInt8] = [1, 2, 3, 4]
    return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
  }

  /// The next frame; nil at the end.
  func next() -> Frame? {
    let begin = socket.take(2)
    guard begin.count == 2 else { return nil }
    var count = Int(begin[1] & 0x7F)
    if count >= 126 {
      count = socket.take(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
    }
    return Frame(opcode: begin[0] & 0x0F, payload: socket.take(count))
  }

  /// The next message, as the protocol reads it.
  func message() throws -> ServerMessage? {
    while let frame = next() {
      if frame.opcode == 1 { return try ServerMessage(parsing: frame.payload[...]) }
      if frame.opcode == 8 { return nil }
    }
    return nil
  }

  /// Asks and waits for the answer, passing over notifications.
  func request(_ id: Int64, _ command: ControlCommand) throws -> Result<JSONValue, ControlError>? {
    send(Array(ControlRequest(id: id, command: command).line))
    while let message = try message() {
      if case .response(let response) = message, response.id == id { return response.result }
    }
    return nil
  }
}
