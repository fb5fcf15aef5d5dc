import Control
import ControlTestSupport
import NIOCore

@testable import Web

/// The token of the servers of these tests.
let secret = WebToken(text: "0123456789abcdef0123456789abcdef")

extension WebServer {
  /// A server for tests, by default at a port the system chooses.
  convenience init(
    _ host: FakeHost, port: Int = 0, patience: WebPatience = WebPatience(),
    clientLimit: Int = WebServer.clientLimit
  ) throws {
    try self.init(
      WebAddress(port: port), token: secret, handler: host, metrics: { "tactus_load 0.25\n" },
      patience: patience, clientLimit: clientLimit)
  }
}

/// Performs `body` with a server of its own, and sees that it lives on.
func withWebServer(
  _ host: FakeHost = FakeHost(), patience: WebPatience = WebPatience(),
  clientLimit: Int = WebServer.clientLimit, _ body: (WebServer) throws -> Void
) throws {
  let server = try WebServer(host, patience: patience, clientLimit: clientLimit)
  defer { server.end() }
  try body(server)
}
