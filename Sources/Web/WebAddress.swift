import NIOCore

/// Where the web server listens, written `[ADDRESS:]PORT`.
public struct WebAddress: Hashable, Sendable {
  /// An IP address; an IPv6 one without its brackets.
  public var host: String
  /// 0 lets the system choose.
  public var port: Int

  /// Creates an address; by default one only this machine reaches.
  public init(host: String = "127.0.0.1", port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads `8080`, `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`; nil when it is none.
  ///
  /// Thread: any of the control side.
  public init?(_ text: String) {
    let split = text.lastIndex(of: ":").map { text.index(after: $0) } ?? text.startIndex
    guard let port = UInt16(text[split...]) else { return nil }
    let name = text[..<split].dropLast()
    self.init(port: Int(port))
    guard split != text.startIndex else { return }
    host = name == "localhost" ? "127.0.0.1" : String(Self.unbracketed(name))
    guard (try? SocketAddress(ipAddress: host, port: 0)) != nil else { return nil }
  }

  /// Whether only this machine reaches it.
  public var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }

  /// As it stands in a URL.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func unbracketed(_ name: Substring) -> Substring {
    name.hasPrefix("[") && name.hasSuffix("]") ? name.dropFirst().dropLast() : name
  }
}
