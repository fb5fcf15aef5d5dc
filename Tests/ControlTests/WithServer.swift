import ControlTestSupport
import Foundation
import TestSupport

@testable import Control

/// Performs `body` with a server in a directory of its own.
func withServer(
  _ host: FakeHost = FakeHost(), clientLimit: Int = 64, _ body: (ControlServer) throws -> Void
) throws {
  try withTemporaryDirectory { folder in
    let directory = SocketDirectory(path: folder.path + "/t")
    let server = try ControlServer(in: directory, clientLimit: clientLimit, handler: host)
    defer { server.end() }
    try body(server)
  }
}
