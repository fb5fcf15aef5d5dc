import Control
import OSC

/// A packet that is understood asks for something the control protocol could have asked for too.
enum PacketTrial {
  static func run(_ bytes: ArraySlice<UInt8>) {
    guard let packet = try? OSCPacket(parsing: bytes) else { return }
    for message in packet.messages {
      // What is sent is `f` for a double, and nothing for types that are not known.
      precondition((try? OSCPacket(parsing: message.bytes[...])) != nil, "written wrongly")
    }
    for frame in [nil, 7] as [Int64?] {
      guard case .command(let command, _)? = try? OSCRequest.parse(packet, atFrame: frame) else {
        continue
      }
      let request = ControlRequest(id: 1, command: command)
      // A bundle may be larger than a line may be.
      guard request.line.count <= ControlLimits.requestBytes else { continue }
      precondition(
        ControlRequest.parse(request.line.dropLast()) == .success(request),
        "the control protocol does not take what OSC asks for")
    }
  }
}

/// What a host tells, whatever it is, are messages that can be read.
enum NoticeTrial {
  static func run(_ bytes: ArraySlice<UInt8>) {
    guard let body = try? JSONValue(parsing: bytes) else { return }
    for topic in ControlTopic.allCases {
      let messages = OSCNotice.messages(topic, body)
      let count = OSCPacket.datagrams(messages).reduce(0) { sum, datagram in
        guard let packet = try? OSCPacket(parsing: datagram[...]) else {
          preconditionFailure("a datagram that is not OSC")
        }
        return sum + packet.messages.count
      }
      precondition(count == messages.count, "a message is lost")
    }
  }
}
