import CLO
import ControlTestSupport
import TestSupport
import Testing

@testable import OSC

/// A client made of liblo alone.
final class Peer {
  private let server: lo_server
  private let address: lo_address
  private let heard = Locked<[OSCMessage]>([])

  /// Sends to a port of this machine.
  init(_ port: UInt16) throws {
    server = try #require(lo_server_new(nil, nil))
    address = try #require(lo_address_new("127.0.0.1", "\(port)"))
    let context = Unmanaged.passUnretained(heard).toOpaque()
    lo_server_add_method(
      server, nil, nil,
      { path, types, values, count, _, context in
        guard let path, let context else { return 0 }
        let heard = Unmanaged<Locked<[OSCMessage]>>.fromOpaque(context).takeUnretainedValue()
        let arguments = (0..<Int(count)).map { argument(types?[$0], values?[$0]) }
        heard.withLock { $0.append(OSCMessage(String(cString: path), arguments)) }
        return 0
      }, context)
  }

  deinit {
    lo_address_free(address)
    lo_server_free(server)
  }

  /// Where answers come to.
  var port: UInt16 { UInt16(lo_server_get_port(server)) }

  /// Sends one message.
  func send(_ path: String, _ arguments: [OSCArgument] = []) {
    let message = loMessage(arguments)
    lo_send_message_from(address, server, path, message)
    lo_message_free(message)
  }

  /// Sends a bundle; without a time it is for at once.
  func send(_ messages: [(path: String, arguments: [OSCArgument])], at time: lo_timetag? = nil) {
    let bundle = lo_bundle_new(time ?? lo_timetag(sec: 0, frac: 1))
    for (path, arguments) in messages {
      lo_bundle_add_message(bundle, path, loMessage(arguments))
    }
    lo_send_bundle_from(address, server, bundle)
    lo_bundle_free_messages(bundle)
  }

  /// The next message that came; nil when there is none for 20 s, or as long as is said.
  func next(milliseconds: Int32 = 20_000) -> OSCMessage? {
    while heard.withLock({ $0.isEmpty }) {
      if lo_server_recv_noblock(server, milliseconds) == 0 { return nil }
    }
    return heard.withLock { $0.removeFirst() }
  }

  /// Whether the next message says that the one for an address was refused with a code.
  func isRefused(_ path: String, _ code: String) -> Bool {
    guard let message = next(), message.address == "/tactus/error" else { return false }
    return message.arguments.prefix(2) == [.text(path), .text(code)]
      && message.arguments.count == 3
  }

  /// Whether the next message says that the one for an address was done.
  func isDone(_ path: String) -> Bool {
    next() == OSCMessage("/tactus/ok", [.text(path)])
  }
}

private func loMessage(_ arguments: [OSCArgument]) -> lo_message? {
  let message = lo_message_new()
  for argument in arguments {
    switch argument {
    case .integer(let value):
      if let small = Int32(exactly: value) {
        lo_message_add_int32(message, small)
      } else {
        lo_message_add_int64(message, value)
      }
    case .number(let value): lo_message_add_float(message, Float(value))
    case .text(let text): lo_message_add_string(message, text)
    case .truth(true): lo_message_add_true(message)
    case .truth(false): lo_message_add_false(message)
    case .other: lo_message_add_nil(message)
    }
  }
  return message
}

private func argument(_ type: CChar?, _ value: UnsafeMutablePointer<lo_arg>?) -> OSCArgument {
  switch (type.map { Character(Unicode.Scalar(UInt8(bitPattern: $0))) }, value) {
  case ("i", let value?): .integer(Int64(value.pointee.i))
  case ("h", let value?):
    .integer(UnsafeRawPointer(value).loadUnaligned(as: Int64.self))
  case ("f", let value?): .number(Double(value.pointee.f))
  case ("s", let value?):
    .text(String(cString: UnsafeRawPointer(value).assumingMemoryBound(to: CChar.self)))
  case ("T", _): .truth(true)
  case ("F", _): .truth(false)
  case (let type, _): .other(type ?? "?")
  }
}

/// Performs `body` with a server at a free port.
func withServer(
  _ host: FakeHost = FakeHost(), sendingTo target: UDPAddress? = nil,
  _ body: (OSCServer) throws -> Void
) throws {
  let server = try OSCServer(at: .loopback(port: 0), sendingTo: target, handler: host)
  defer { server.end() }
  try body(server)
}
