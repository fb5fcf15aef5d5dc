import Glibc

/// The server's thread: waits for all clients at once and for none of them alone.
final class ServerLoop {
  let listener: ListeningSocket
  let clientele: Clientele<ClientConnection>
  /// Given up for a moment to turn a client away when descriptors run out.
  var reserve: Descriptor?
  private let wakes: WakePipe
  private var buffer = [UInt8](repeating: 0, count: 16 << 10)

  init(_ listener: ListeningSocket, _ wakes: WakePipe, _ clientele: Clientele<ClientConnection>) {
    self.listener = listener
    self.wakes = wakes
    self.clientele = clientele
    refillReserve()
  }

  /// Serves until the inbox says to end.
  func run() {
    while true {
      wakes.clear()
      guard clientele.deliver() else { return }
      turn()
    }
  }

  private func turn() {
    let polledClients = clientele.clients
    var polled = [
      pollfd(fd: wakes.number, events: Int16(POLLIN), revents: 0),
      // A negative descriptor is passed over.
      pollfd(
        fd: reserve == nil ? -1 : listener.descriptor.number, events: Int16(POLLIN), revents: 0),
    ]
    polled += polledClients.map {
      pollfd(fd: $0.descriptor.number, events: $0.wantedEvents, revents: 0)
    }
    guard poll(&polled, nfds_t(polled.count), reserve == nil ? 100 : -1) >= 0 else { return }
    for (client, entry) in zip(polledClients, polled[2...]) where entry.revents != 0 {
      serve(client, Int32(entry.revents))
    }
    clientele.dropDone()
    refillReserve()
    if polled[1].revents != 0 { acceptClients() }
  }

  private func serve(_ client: ClientConnection, _ events: Int32) {
    if events & POLLOUT != 0 { client.flush() }
    if events & POLLIN != 0 {
      client.receive(into: &buffer)
      client.flush()
    } else if events & (POLLHUP | POLLERR | POLLNVAL) != 0 {
      client.session.close()
    }
  }

  private func refillReserve() {
    guard reserve == nil else { return }
    let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
    if number >= 0 { reserve = Descriptor(number) }
  }
}
