import Control

/// Everything of a server but its sockets: a client that sends the bytes, and one that is only told.
enum SessionTrial {
  static func run(_ bytes: ArraySlice<UInt8>) {
    let inbox = ServerInbox {}
    let host = SlowHost()
    let clientele = Clientele<FuzzedClient>(host, inbox, limit: 2)
    clientele.admit { FuzzedClient($0) }
    clientele.admit { FuzzedClient($0) }
    guard let client = clientele.clients.first else { preconditionFailure("nobody is let in") }
    for piece in Pieces(bytes) {
      client.receive(piece)
      host.answerSome()
      for topic in ControlTopic.allCases { inbox.notify(topic, Array("{\"a\":1}".utf8)) }
      precondition(clientele.deliver(), "the server ends by itself")
    }
    client.session.end()
    host.answerAll()
    _ = clientele.deliver()
    precondition(!clientele.clients.contains { $0 === client }, "a client that left is kept")
  }
}

/// Looks at every line it is sent.
private final class FuzzedClient: ClientTransport {
  let session: ClientSession
  private var lines = LineBuffer(limit: ControlLimits.requestBytes)

  init(_ session: ClientSession) { self.session = session }

  func receive(_ piece: ArraySlice<UInt8>) {
    for case .whole(let line) in lines.take(piece) { session.receive(line) }
    flush()
  }

  func flush() {
    while session.hasOutput {
      for line in session.takeOutput() {
        precondition(line.last == 0x0A && !line.dropLast().contains(0x0A), "not one line")
        precondition((try? ServerMessage(parsing: line.dropLast())) != nil, "not of the protocol")
      }
    }
  }
}

/// Answers some requests at once, and others later.
private final class SlowHost: ControlHandler, @unchecked Sendable {
  // Unchecked: there is one thread.
  private var waiting: [@Sendable (Result<JSONValue, ControlError>) -> Void] = []
  private var count = 0

  func perform(
    _ command: HostCommand, reply: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void
  ) {
    count += 1
    switch count % 3 {
    case 0: reply(.success(["command": .text("\(command)")]))
    case 1: reply(.failure(ControlError(.failed, "\(command)")))
    default: waiting.append(reply)
    }
  }

  func answerSome() {
    if count % 5 == 0, let reply = waiting.popLast() { reply(.success(.null)) }
  }

  /// Requests that wait for a place come when one is answered.
  func answerAll() {
    while let reply = waiting.popLast() { reply(.success(.null)) }
  }
}
