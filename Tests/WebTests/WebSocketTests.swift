import Control
import ControlTestSupport
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("Control over a WebSocket", .serialized) struct WebSocketTests {
  /// A client that was let in and has read the greeting.
  private func client(of server: WebServer) throws -> RawWebSocket {
    let client = try RawWebSocket(port: server.address.port, token: secret.text)
    guard case .hello = try client.message() else { throw SocketFailure.connect(0) }
    return client
  }

  private func expectAlive(_ server: WebServer) throws {
    #expect(try client(of: server).request(1, .host(.reload)) == .success(.null))
  }

  @Test func speaksTheProtocol() throws {
    let host = FakeHost()
    try withWebServer(host) { (server) throws in
      let client = try client(of: server)
      #expect(client.status == "HTTP/1.1 101 Switching Protocols")
      #expect(client.head.contains("tactus-control-1"))
      #expect(!client.head.contains(secret.text))
      let edit = ControlEdit.set(node: "amp", parameter: "gain", value: .number(-6))
      let answer = try client.request(7, .host(.edit([edit, .mute(true)], atFrame: 9)))
      #expect(try answer?.get()["applied"] == 2)
      #expect(host.edits == [edit, .mute(true)])
    }
  }

  @Test func refusesAsTheUnixSocketDoes() throws {
    try withWebServer { (server) throws in
      let client = try client(of: server)
      for (message, code) in [
        ("garbage", "malformed"), (#"{"id":1,"command":"explode"}"#, "unknownCommand"),
        (#"{"id":1,"command":"mute"}"#, "missingField"),
        (String(repeating: "[", count: 40), "tooDeep"),
      ] {
        client.send(message)
        #expect(client.next()?.text.contains("\"code\":\"\(code)\"") == true)
      }
      client.send([0x7B, 0xFF, 0x7D])
      #expect(client.next()?.text.contains("malformed") == true)
      #expect(try client.request(2, .host(.reload)) == .success(.null))
    }
  }

  @Test func notifiesAndCountsWhatASlowClientLoses() throws {
    try withWebServer { (server) throws in
      let client = try client(of: server)
      _ = try client.request(1, .subscribe(Subscription([.events])))
      let body = JSONValue.text(String(repeating: "x", count: 4000))
      let count = 8000
      for _ in 0..<count { server.publish(.events, body) }
      server.publish(.events, "last")
      var (told, dropped) = (0, 0)
      while case .notification(let next)? = try client.message() {
        told += 1
        dropped += next.dropped
        if next.body == "last" { break }
      }
      #expect(told + dropped == count + 1)
      #expect(dropped > 0)
    }
  }

  @Test func takesTheTokenAsFirstMessage() throws {
    try withWebServer { (server) throws in
      let client = try RawWebSocket(port: server.address.port)
      client.send(#"{"token":"\#(secret.text)"}"#)
      guard case .hello? = try client.message() else {
        Issue.record("no greeting")
        return
      }
      #expect(try client.request(1, .host(.reload)) == .success(.null))
    }
  }

  @Test(arguments: [
    #"{"token":"0123456789abcdef0123456789abcdee"}"#, #"{"token":""}"#, "garbage",
    #"{"id":1,"command":"reload"}"#,
  ])
  func refusesWithoutTheToken(first: String) throws {
    let host = FakeHost()
    try withWebServer(host) { (server) throws in
      let client = try RawWebSocket(port: server.address.port)
      client.send(first)
      client.send(#"{"id":1,"command":"reload"}"#)
      #expect(client.next()?.text.contains("unauthorized") == true)
      #expect(client.next()?.closeCode == 1008)
      #expect(client.socket.ends())
      #expect(host.commands.withLock { $0.isEmpty })
    }
  }

  @Test func refusesAWrongTokenAsProtocol() throws {
    try withWebServer { (server) throws in
      let client = try RawWebSocket(port: server.address.port, token: "wrong")
      #expect(client.next()?.text.contains("unauthorized") == true)
      #expect(client.next()?.closeCode == 1008)
      try expectAlive(server)
    }
  }

  @Test(arguments: ["http://evil.example", "https://127.0.0.1", "http://127.0.0.1:1", "null"])
  func refusesPagesOfOtherOrigins(origin: String) throws {
    try withWebServer { (server) throws in
      let client = try RawWebSocket(
        port: server.address.port, token: secret.text, origin: origin)
      #expect(client.status == "HTTP/1.1 403 Forbidden")
      let own = try RawWebSocket(
        port: server.address.port, token: secret.text,
        origin: "http://127.0.0.1:\(server.address.port)")
      #expect(own.status == "HTTP/1.1 101 Switching Protocols")
    }
  }

  @Test(arguments: ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "192.0.2.1"])
  func refusesOtherNamesOfThisMachine(name: String) throws {
    try withWebServer { (server) throws in
      let client = try RawWebSocket(port: server.address.port, token: secret.text, host: name)
      #expect(!client.status.contains("101"))
    }
  }

  @Test func joinsFragments() throws {
    try withWebServer { (server) throws in
      let client = try client(of: server)
      let parts = [#"{"id":3,"#, #""command":"#, #""reload"}"#].map { Array($0.utf8) }
      client.send(parts[0], isFinal: false)
      client.send([], opcode: 9)
      client.send(parts[1], opcode: 0, isFinal: false)
      client.send(parts[2], opcode: 0)
      #expect(client.next()?.opcode == 10)
      #expect(client.next()?.text == #"{"id":3,"result":null}"#)
    }
  }

  @Test func closesWhoBreaksTheRules() throws {
    let text = Array("{}".utf8)
    let cases: [(bytes: [UInt8], code: Int)] = [
      (RawWebSocket.frame(text, isMasked: false), 1002),
      (RawWebSocket.frame(text, opcode: 0), 1002),
      (RawWebSocket.frame(text, opcode: 2), 1003),
      (RawWebSocket.frame(text, opcode: 5), 1002),
      (RawWebSocket.frame(text, isFinal: false) + RawWebSocket.frame(text), 1002),
      (RawWebSocket.frame(text, opcode: 0x41), 1002),
      (RawWebSocket.frame([], count: 1 << 30), 1009),
      (RawWebSocket.frame([], count: 65_537), 1009),
      (RawWebSocket.frame([UInt8](repeating: 0x20, count: 200), opcode: 9), 1002),
    ]
    try withWebServer { (server) throws in
      for (bytes, code) in cases {
        let client = try client(of: server)
        client.socket.send(bytes)
        #expect(client.next()?.closeCode == code)
        #expect(client.socket.ends())
      }
      try expectAlive(server)
    }
  }

  @Test func closesFragmentsThatGrowTooLong() throws {
    try withWebServer { (server) throws in
      let client = try client(of: server)
      let piece = [UInt8](repeating: 0x20, count: 40_000)
      client.send(piece, isFinal: false)
      client.send(piece, opcode: 0, isFinal: false)
      #expect(client.next()?.closeCode == 1009)
      try expectAlive(server)
    }
  }

  @Test func halfAFrameHoldsNobodyUp() throws {
    try withWebServer { (server) throws in
      let half = try client(of: server)
      let frame = RawWebSocket.frame(Array(#"{"id":1,"command":"reload"}"#.utf8))
      half.socket.send(Array(frame[..<9]))
      try expectAlive(server)
      half.socket.send(Array(frame[9...]))
      #expect(half.next()?.text == #"{"id":1,"result":null}"#)
    }
  }

  @Test func garbageHarmsOnlyItself() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    try withWebServer { (server) throws in
      let good = try client(of: server)
      for round in 0..<200 {
        let bytes = (0...round * 7).map { _ in UInt8.random(in: 0...255, using: &random) }
        if round % 2 == 0 {
          try client(of: server).socket.send(bytes)
        } else {
          try RawSocket(port: server.address.port).send(bytes)
        }
      }
      #expect(try good.request(1, .host(.reload)) == .success(.null))
      try expectAlive(server)
    }
  }

  @Test func readsNoMoreWhileTooManyRequestsWait() throws {
    let host = FakeHost(holds: true)
    try withWebServer(host) { (server) throws in
      let eager = try client(of: server)
      let frame = RawWebSocket.frame(Array(#"{"id":1,"command":"reload"}"#.utf8))
      for _ in 0..<2000 { eager.socket.send(frame) }
      let other = try client(of: server)
      other.send(#"{"id":2,"command":"resetCounters"}"#)
      #expect(waitUntil { host.commands.withLock { $0.contains(.resetCounters) } })
      #expect(host.commands.withLock { $0.count } <= ClientSession.pendingLimit + 1)
      // All are answered in the end.
      let all = 2001
      var replied = 0
      #expect(
        waitUntil {
          let replies = host.held.withLock { held in
            defer { held = [] }
            return held
          }
          for reply in replies { reply(.success(.null)) }
          replied += replies.count
          return replied == all
        })
      for _ in 0..<2000 { #expect(eager.next()?.text == #"{"id":1,"result":null}"#) }
    }
  }

  @Test func thousandStrangersKeepNobodyOut() throws {
    try withWebServer { (server) throws in
      let good = try client(of: server)
      var strangers: [RawSocket] = []
      for _ in 0..<1000 {
        strangers.append(try RawSocket(port: server.address.port))
        if strangers.count > 200 { strangers.removeFirst() }
      }
      #expect(try good.request(1, .host(.reload)) == .success(.null))
      try expectAlive(server)
    }
  }

  @Test func fullHouseOfSubscribersIsBusy() throws {
    try withWebServer(clientLimit: 2) { (server) throws in
      let clients = try (0..<2).map { _ in try client(of: server) }
      for client in clients { _ = try client.request(1, .subscribe(Subscription([.events]))) }
      let third = try RawWebSocket(port: server.address.port, token: secret.text)
      #expect(third.next()?.text.contains("busy") == true)
      #expect(third.socket.ends())
      server.publish(.events, "still here")
      for client in clients {
        #expect(try client.message() == .notification(ControlNotification(.events, "still here")))
      }
    }
  }

  @Test func idleClientMakesRoom() throws {
    try withWebServer(clientLimit: 1) { (server) throws in
      let idle = try client(of: server)
      try expectAlive(server)
      #expect(idle.socket.ends())
    }
  }

  @Test func silentClientsAreClosed() throws {
    var patience = WebPatience()
    patience.request = .milliseconds(50)
    patience.ping = .milliseconds(50)
    try withWebServer(patience: patience) { (server) throws in
      #expect(try RawSocket(port: server.address.port).ends())
      let slow = try RawSocket(port: server.address.port)
      slow.send("GET / HTTP/1.1\r\nHost: loc")
      #expect(slow.ends())
      #expect(try RawWebSocket(port: server.address.port).socket.ends())
      #expect(try RawWebSocket(port: server.address.port, token: secret.text).socket.ends())
    }
  }

  @Test func clientThatGoesIsForgotten() throws {
    try withWebServer(clientLimit: 1) { (server) throws in
      for _ in 0..<20 {
        let client = try client(of: server)
        _ = try client.request(1, .subscribe(Subscription([.events])))
        client.send([], opcode: 8)
        #expect(client.socket.ends())
      }
    }
  }

  @Test func lateReplyGoesNowhere() throws {
    let host = FakeHost(holds: true)
    try withWebServer(host) { (server) throws in
      let client = try client(of: server)
      client.send(#"{"id":1,"command":"reload"}"#)
      #expect(waitUntil { host.held.withLock { !$0.isEmpty } })
    }
    for reply in host.held.withLock({ $0 }) { reply(.success(.null)) }
  }
}
