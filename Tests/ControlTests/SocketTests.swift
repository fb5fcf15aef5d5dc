import Foundation
import TestSupport
import Testing

@testable import Control

@Suite("Control sockets", .serialized) struct SocketTests {
  private func within(_ body: (SocketDirectory) throws -> Void) throws {
    try withTemporaryDirectory { try body(SocketDirectory(path: $0.path + "/t")) }
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func onlyTheUserMayConnect() throws {
    try within { directory in
      let socket = try ListeningSocket(named: "a", in: directory)
      #expect(mode(socket.path) == 0o600)
      #expect(mode(directory.path) == 0o700)
      #expect(directory.names() == ["a"])
      socket.removeFile()
      #expect(directory.names() == [])
    }
  }

  @Test func replacesWhatADeadHostLeft() throws {
    try within { directory in
      _ = try ListeningSocket(named: "a", in: directory)
      #expect(directory.names() == ["a"])
      #expect(throws: ControlSocketError.self) {
        try ControlClient(path: try directory.socket(named: "a"))
      }
      _ = try ListeningSocket(named: "a", in: directory)
    }
  }

  @Test func leavesARunningHostItsName() throws {
    try within { directory in
      let first = try ListeningSocket(named: "a", in: directory)
      #expect(throws: ControlSocketError.inUse(path: first.path)) {
        try ListeningSocket(named: "a", in: directory)
      }
      let second = try ListeningSocket(named: "b", in: directory)
      #expect(directory.names() == ["a", "b"])
      withExtendedLifetime((first, second)) {}
    }
  }

  @Test func touchesNoOtherFile() throws {
    try within { directory in
      let path = try directory.socket(named: "a")
      _ = try directory.open()
      try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: ControlSocketError.foreign(path: path)) {
        try ListeningSocket(named: "a", in: directory)
      }
      #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
    }
  }

  @Test func refusesDirectoryOthersMayEnter() throws {
    try within { directory in
      mkdir(directory.path, 0o755)
      chmod(directory.path, 0o755)
      #expect(throws: ControlSocketError.foreign(path: directory.path)) {
        try ListeningSocket(named: "a", in: directory)
      }
    }
  }

  @Test(arguments: ["", "../a", ".a", "a/b", "a\0b", String(repeating: "a", count: 108)])
  func refusesName(name: String) throws {
    let directory = SocketDirectory(path: "/tmp/x")
    #expect(throws: ControlSocketError.badName(name)) { try directory.socket(named: name) }
  }

  @Test func cutsLines() {
    var buffer = LineBuffer(limit: 4)
    #expect(buffer.take([0x61, 0x62]) == [])
    #expect(buffer.take([0x63, 0x0A, 0x0A, 0x64]) == [.whole([0x61, 0x62, 0x63])])
    #expect(buffer.take([1, 2, 3, 0x0A]) == [.whole([0x64, 1, 2, 3])])
    #expect(buffer.take([1, 2, 3, 4, 5]) == [.tooLong])
    #expect(buffer.take([1, 2, 3, 4, 5]) == [])
    #expect(buffer.take([5, 0x0A, 7, 0x0A]) == [.whole([7])])
  }
}
