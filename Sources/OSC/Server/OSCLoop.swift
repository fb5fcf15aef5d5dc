import Control
import Glibc

/// The server's thread: takes datagrams, answers, and tells those who subscribed.
final class OSCLoop {
  /// Requests that wait for an answer at most, of one sender and of all.
  static let pendingLimits = (each: 16, all: 1024)
  /// Datagrams taken in a turn at most.
  private static let turnLimit = 64

  let inbox: OSCInbox
  let handler: any ControlHandler
  var subscribers: OSCSubscribers
  private let socket: UDPSocket
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  private var pending: [UDPAddress: Int] = [:]
  private var pendingCount = 0

  init(
    _ socket: UDPSocket, _ inbox: OSCInbox, _ handler: any ControlHandler, target: UDPAddress?
  ) {
    self.socket = socket
    self.inbox = inbox
    self.handler = handler
    subscribers = OSCSubscribers(target: target)
  }

  /// Serves until the inbox says to end.
  func run() {
    while true {
      let contents = inbox.takeAll()
      if contents.mustEnd { return }
      for reply in contents.replies { settle(reply) }
      for notice in contents.notices { tell(notice.topic, notice.body) }
      subscribers.dropSilent()
      inbox.want(subscribers.topics)
      turn()
    }
  }

  private func turn() {
    var polled = [inbox.wakes.number, socket.number].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    // Those who are silent are looked for once in a second.
    poll(&polled, nfds_t(polled.count), 1000)
    for _ in 0..<Self.turnLimit {
      guard let (count, source) = socket.receive(into: &buffer) else { return }
      take(buffer[..<count], from: source)
    }
  }

  private func tell(_ topic: ControlTopic, _ body: JSONValue) {
    let targets = subscribers.wanting(topic)
    guard !targets.isEmpty else { return }
    for datagram in OSCPacket.datagrams(OSCNotice.messages(topic, body)) {
      for target in targets { socket.send(datagram, to: target) }
    }
  }

  func answer(_ message: OSCMessage, to target: UDPAddress) {
    socket.send(message.bytes, to: target)
  }

  /// Hands a command to the host; its reply comes through the inbox.
  func ask(_ command: HostCommand, for asker: OSCAsker) {
    let waiting = pending[asker.source] ?? 0
    guard waiting < Self.pendingLimits.each, pendingCount < Self.pendingLimits.all else {
      let busy = ControlError(.busy, "too many requests wait for their answers")
      return answer(OSCNotice.error(asker.address, busy), to: asker.source)
    }
    pending[asker.source] = waiting + 1
    pendingCount += 1
    let inbox = inbox
    handler.perform(command) { inbox.reply(OSCInbox.Reply(asker: asker, result: $0)) }
  }

  private func settle(_ reply: OSCInbox.Reply) {
    let source = reply.asker.source
    let waiting = (pending[source] ?? 1) - 1
    pending[source] = waiting == 0 ? nil : waiting
    pendingCount -= 1
    finish(reply)
  }
}
