import Glibc
import Host
import Metrics
import Telemetry

/// Answers `GET /metrics` from outside a host, one request after the other.
///
/// Whoever does not say what they want within a second is sent away.
struct MetricsEndpoint: ~Copyable {
  private static let longestRequest = 8_192
  private static let patienceMilliseconds: Int32 = 1_000
  private static let lookMilliseconds: Int32 = 100

  private let socket: Int32

  init(_ address: LoopbackAddress) throws(HostError) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var name = address.socketAddress
    let bound = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0, Glibc.listen(socket, 16) == 0 else {
      let reason = String(cString: strerror(errno))
      throw HostError(.unavailable, "\(address.host):\(address.port): cannot listen: \(reason)")
    }
  }

  deinit { close(socket) }

  /// Answers until the host ends.
  ///
  /// - Throws: a `HostError` when the host was killed.
  func serve(_ reader: TelemetryReader) throws {
    while reader.hostState == .running {
      guard Self.waits(for: socket, POLLIN, Self.lookMilliseconds) else { continue }
      let client = accept(socket, nil, nil)
      guard client >= 0 else { continue }
      _ = fcntl(client, F_SETFD, FD_CLOEXEC)
      _ = fcntl(client, F_SETFL, O_NONBLOCK)
      defer { close(client) }
      guard let request = Self.request(of: client) else { continue }
      Self.send(Self.answer(to: request, reader), to: client)
    }
    if reader.hostState == .killed { throw HostError(killed: reader.processID) }
  }

  private static func answer(to request: String, _ reader: TelemetryReader) -> String {
    let words = request.prefix { !$0.isNewline }.split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return text("400 Bad Request") }
    guard words[0] == "GET" || words[0] == "HEAD" else { return text("405 Method Not Allowed") }
    guard words[1] == "/metrics" else { return text("404 Not Found") }
    guard let frame = try? reader.read() else { return text("503 Service Unavailable") }
    return text("200 OK", MetricsText.render(frame), isHead: words[0] == "HEAD")
  }

  private static func text(_ status: String, _ body: String? = nil, isHead: Bool = false) -> String
  {
    let content = body ?? status + "\n"
    return "HTTP/1.1 \(status)\r\nContent-Type: \(MetricsText.contentType)\r\n"
      + "Content-Length: \(content.utf8.count)\r\nConnection: close\r\n\r\n"
      + (isHead ? "" : content)
  }

  /// The request's head; nil when it does not come whole in time.
  private static func request(of client: Int32) -> String? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 2_048)
    let deadline = now() + Int(patienceMilliseconds)
    while bytes.count < longestRequest {
      let left = deadline - now()
      guard left > 0, waits(for: client, POLLIN, Int32(left)) else { return nil }
      let count = read(client, &part, part.count)
      guard count > 0 else { return nil }
      bytes += part.prefix(count)
      let head = String(decoding: bytes, as: UTF8.self)
      if head.contains("\r\n\r\n") || head.contains("\n\n") { return head }
    }
    return nil
  }

  private static func send(_ text: String, to client: Int32) {
    var rest = Array(text.utf8)[...]
    let deadline = now() + Int(patienceMilliseconds)
    while !rest.isEmpty {
      let left = deadline - now()
      guard left > 0, waits(for: client, POLLOUT, Int32(left)) else { return }
      let count = rest.withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EAGAIN { return }
    }
  }

  private static func waits(for descriptor: Int32, _ event: Int32, _ milliseconds: Int32) -> Bool {
    var look = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return poll(&look, 1, milliseconds) > 0
  }

  /// Milliseconds of a clock that only goes forward.
  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }
}
