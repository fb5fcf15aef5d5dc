import Glibc

/// A client's end of a transport.
package protocol ClientTransport: AnyObject {
  /// What the client is to the server.
  var session: ClientSession { get }
  /// Sends what the session has, as far as it is taken; ends when the session is done.
  func flush()
}

/// The clients of one server: who is let in, and who is told.
///
/// Thread: the server's.
package final class Clientele<Transport: ClientTransport> {
  /// The clients that were let in.
  package private(set) var clients: [Transport] = []
  private let service: ControlService
  private let limit: Int
  private var indices: [UInt64: Int] = [:]
  private var lastID: UInt64 = 0

  package init(_ handler: any ControlHandler, _ inbox: ServerInbox, limit: Int) {
    service = ControlService(handler, inbox)
    self.limit = limit
  }

  /// Greets a client; when all are in use and none is idle, says so and ends.
  package func admit(_ connect: (ClientSession) -> Transport) {
    lastID += 1
    let client = connect(ClientSession(id: lastID, service: service))
    if clients.count < limit || evictIdle() {
      client.session.answer(ServerGreeting(processID: getpid()).line)
      add(client)
    } else {
      let error = ControlError(.busy, "the host has \(limit) clients, which is all it serves")
      client.session.answer(ControlResponse(id: nil, result: .failure(error)).line)
      client.session.end()
    }
    client.flush()
  }

  /// Hands out what the inbox has; false when the server is to end.
  package func deliver() -> Bool {
    let contents = service.inbox.takeAll()
    guard !contents.mustEnd else { return false }
    for (id, line) in contents.replies {
      if let index = indices[id] { clients[index].session.complete(line) }
    }
    for notice in contents.notices {
      for client in clients {
        client.session.notify(notice.topic, notice.body, droppedBefore: notice.droppedBefore)
      }
    }
    for client in clients { client.flush() }
    dropDone()
    return true
  }

  /// Forgets those of whom nothing more can come.
  package func dropDone() {
    guard clients.contains(where: \.session.isDone) else { return }
    clients.removeAll(where: \.session.isDone)
    count()
  }

  private func add(_ client: Transport) {
    indices[client.session.id] = clients.count
    clients.append(client)
  }

  private func count() {
    indices = [:]
    for (index, client) in clients.enumerated() { indices[client.session.id] = index }
  }

  /// Makes room: the client goes that has been silent for longest and waits for nothing.
  private func evictIdle() -> Bool {
    let idle = clients.indices.filter { clients[$0].session.isIdle }
      .min { clients[$0].session.lastActivity < clients[$1].session.lastActivity }
    guard let idle else { return false }
    let client = clients.remove(at: idle)
    count()
    client.session.close()
    client.flush()
    return true
  }
}
