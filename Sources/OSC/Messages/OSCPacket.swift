package import Control

/// What one datagram holds: a message, or a bundle of some.
package struct OSCPacket: Hashable, Sendable {
  /// When a bundle is to take effect; nil for at once.
  package var time: OSCTime?
  package var isBundle = false
  package var messages: [OSCMessage]

  init(time: OSCTime? = nil, isBundle: Bool, messages: [OSCMessage]) {
    self.time = time
    self.isBundle = isBundle
    self.messages = messages
  }

  package static let bundleMark = Array("#bundle\0".utf8)

  /// Reads a datagram.
  ///
  /// Bundles are taken apart here: liblo's server would keep those of a later time without a bound.
  package init(parsing bytes: ArraySlice<UInt8>) throws(ControlError) {
    isBundle = bytes.starts(with: Self.bundleMark)
    guard isBundle else {
      messages = [try Self.message(bytes)]
      return
    }
    var rest = bytes.dropFirst(Self.bundleMark.count)
    guard let seconds = Self.word(&rest), let fraction = Self.word(&rest) else {
      throw ControlError(.malformed, "this is not OSC: a bundle ends within its time")
    }
    time = OSCTime(seconds: seconds, fraction: fraction)
    messages = []
    while !rest.isEmpty { messages.append(try Self.element(&rest)) }
    guard !messages.isEmpty else {
      throw ControlError(.missingField, "a bundle needs a message")
    }
  }

  private static func element(_ rest: inout ArraySlice<UInt8>) throws(ControlError) -> OSCMessage {
    guard let count = word(&rest), count % 4 == 0, count <= rest.count else {
      throw ControlError(.malformed, "this is not OSC: a bundle's message ends too early")
    }
    let bytes = rest.prefix(Int(count))
    guard !bytes.starts(with: bundleMark) else {
      throw ControlError(.tooDeep, "a bundle within a bundle is not taken")
    }
    rest = rest.dropFirst(Int(count))
    return try message(bytes)
  }

  private static func message(_ bytes: ArraySlice<UInt8>) throws(ControlError) -> OSCMessage {
    guard bytes.count % 4 == 0, let message = OSCMessage(bytes) else {
      throw ControlError(.malformed, "this is not OSC, or has a blob or a text that is not UTF-8")
    }
    return message
  }

  private static func word(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
    guard rest.count >= 4 else { return nil }
    defer { rest = rest.dropFirst(4) }
    return rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension OSCPacket {
  /// Bytes of a datagram that passes every network whole.
  static let datagramBytes = 1400

  /// The messages in as few datagrams as hold them.
  package static func datagrams(_ messages: [OSCMessage]) -> [[UInt8]] {
    let immediately: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]
    var datagrams: [[UInt8]] = []
    for message in messages {
      let bytes = message.bytes
      let size = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) }
      if (datagrams.last?.count ?? .max) > datagramBytes - bytes.count - 4 {
        datagrams.append(bundleMark + immediately)
      }
      datagrams[datagrams.count - 1] += size + bytes
    }
    return datagrams
  }
}
