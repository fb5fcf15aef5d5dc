import Glibc

/// A connection to a running host.
///
/// Thread: one at a time, of the control side; its calls wait.
public final class ControlClient {
  /// Notifications kept while an answer is waited for; the oldest go, and are counted.
  public static let notificationLimit = 1024

  private let descriptor: Descriptor
  private var lines = LineBuffer(limit: ControlLimits.answerBytes)
  private var received: [LineBuffer.Line] = []
  private var notifications: [ControlNotification] = []
  private var lastID: Int64 = 0
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  /// Who answers.
  public private(set) var greeting = ServerGreeting(processID: 0)

  /// Connects to the socket of a host of this user.
  public init(path: String, timeoutMilliseconds: Int32 = 5000) throws(ControlSocketError) {
    guard path.utf8.count < UnixAddress.capacity else { throw .badName(path) }
    descriptor = try Descriptor.streamSocket()
    let (number, address) = (descriptor.number, UnixAddress(path))
    // While many wait to be let in there is nothing to poll for.
    var patience = timeoutMilliseconds / 5
    while address.with({ connect(number, $0, $1) }) != 0 {
      if errno == EAGAIN, patience > 0 {
        patience -= 1
        poll(nil, 0, 5)
        continue
      }
      if errno == EAGAIN { throw .timedOut }
      if errno == ENOENT || errno == ECONNREFUSED { throw .noHost(path: path) }
      throw .last("connect to \(path)")
    }
    guard descriptor.hasTrustedPeer else { throw .foreign(path: path) }
    switch try nextMessage(timeoutMilliseconds) {
    case .hello(let greeting) where greeting.version == ControlLimits.version:
      self.greeting = greeting
    case .hello(let greeting):
      throw .notUnderstood("it speaks version \(greeting.version) of the protocol")
    case .response(let response):
      guard case .failure(let error) = response.result else { fallthrough }
      throw .notUnderstood(error.message)
    default: throw .notUnderstood("it does not say hello")
    }
  }

  /// Asks for something and waits for the answer, which may be a refusal.
  public func request(
    _ command: ControlCommand, timeoutMilliseconds: Int32 = 10_000
  ) throws(ControlSocketError) -> Result<JSONValue, ControlError> {
    lastID += 1
    try send(ControlRequest(id: lastID, command: command).line, timeoutMilliseconds)
    while true {
      switch try nextMessage(timeoutMilliseconds) {
      case .notification(let notification): keep(notification)
      case .response(let response) where response.id == lastID || response.id == nil:
        return response.result
      // The answer to a request whose time was over.
      case .response, .hello: continue
      }
    }
  }

  /// The next notification; nil when none came in time.
  public func nextNotification(
    timeoutMilliseconds: Int32 = -1
  ) throws(ControlSocketError) -> ControlNotification? {
    if !notifications.isEmpty { return notifications.removeFirst() }
    do throws(ControlSocketError) {
      while true {
        if case .notification(let found) = try nextMessage(timeoutMilliseconds) { return found }
      }
    } catch {
      if error == .timedOut { return nil }
      throw error
    }
  }

  private func keep(_ notification: ControlNotification) {
    notifications.append(notification)
    guard notifications.count > Self.notificationLimit else { return }
    let oldest = notifications.removeFirst()
    notifications[0].dropped += oldest.dropped + 1
  }

  private func nextMessage(
    _ timeoutMilliseconds: Int32
  ) throws(ControlSocketError) -> ServerMessage {
    while received.isEmpty {
      try wait(POLLIN, timeoutMilliseconds)
      let count = recv(descriptor.number, &buffer, buffer.count, 0)
      if count > 0 { received = lines.take(buffer[..<count]) }
      if count == 0 || (count < 0 && errno == ECONNRESET) { throw .closed }
      if count < 0, errno != EAGAIN, errno != EINTR { throw .last("recv") }
    }
    guard case .whole(let line) = received.removeFirst() else {
      throw .notUnderstood("its line is too long")
    }
    do throws(ControlError) {
      return try ServerMessage(parsing: line[...])
    } catch {
      throw .notUnderstood(error.message)
    }
  }

  private func send(
    _ line: [UInt8], _ timeoutMilliseconds: Int32
  ) throws(ControlSocketError) {
    var rest = line[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        try wait(POLLOUT, timeoutMilliseconds)
      } else if errno == EPIPE || errno == ECONNRESET {
        throw .closed
      } else if errno != EINTR {
        throw .last("send")
      }
    }
  }

  private func wait(
    _ events: Int32, _ timeoutMilliseconds: Int32
  ) throws(ControlSocketError) {
    var polled = pollfd(fd: descriptor.number, events: Int16(events), revents: 0)
    let ready = poll(&polled, 1, timeoutMilliseconds)
    if ready == 0 { throw .timedOut }
    if ready < 0, errno != EINTR { throw .last("poll") }
  }
}
