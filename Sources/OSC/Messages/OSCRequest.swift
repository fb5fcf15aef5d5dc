package import Control

/// What a packet asks for, in the words of the control protocol.
package enum OSCRequest: Hashable, Sendable {
  case command(ControlCommand, address: String)
  /// The answers and notifications of another host, which are not answered: two hosts that send to
  /// each other would never end.
  case told
}

extension OSCRequest {
  /// What errors and answers to a bundle of several messages name.
  package static let bundleAddress = "#bundle"

  /// Why a packet is refused, and where.
  package struct Refusal: Error, Hashable, Sendable {
    package let address: String
    package let error: ControlError
  }

  /// Reads what a packet asks for, to take effect at a frame of the host.
  ///
  /// Several messages are one transaction, and so must all be edits.
  package static func parse(
    _ packet: OSCPacket, atFrame: Int64? = nil
  ) throws(Refusal) -> OSCRequest {
    let asked = packet.messages.filter { !isTold($0.address) }
    guard let first = asked.first else { return .told }
    let address = asked.count == 1 ? first.address : bundleAddress
    var calls: [OSCCall] = []
    for message in asked {
      calls.append(
        try at(message.address) { () throws(ControlError) in try OSCCall(message) })
    }
    let command = try at(address) { () throws(ControlError) -> ControlCommand in
      if calls.count == 1 {
        return try ControlCommand(calls[0].name, arguments: calls[0].arguments, atFrame: atFrame)
      }
      let parts = JSONValue.list(
        calls.map { ["command": .text($0.name), "arguments": $0.arguments] })
      return try ControlCommand("transaction", arguments: ["commands": parts], atFrame: atFrame)
    }
    return .command(command, address: address)
  }

  private static func at<Value>(
    _ address: String, _ body: () throws(ControlError) -> Value
  ) throws(Refusal) -> Value {
    do throws(ControlError) {
      return try body()
    } catch {
      throw Refusal(address: address, error: error)
    }
  }

  private static func isTold(_ address: String) -> Bool {
    let parts = address.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 2 && parts[1] == OSCCall.root && OSCNotice.words.contains(String(parts[2]))
  }
}
