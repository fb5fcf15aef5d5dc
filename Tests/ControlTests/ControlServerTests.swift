import ControlTestSupport
import Foundation
import TestSupport
import Testing

@testable import Control

@Suite("Control server", .serialized) struct ControlServerTests {
  @Test func answersEveryCommand() throws {
    let host = FakeHost()
    try withServer(host) { server in
      let client = try ControlClient(path: server.path)
      for command in ControlCommand.samples {
        let answer = try client.request(command)
        switch command {
        case .host(.load): #expect(throws: ControlError.self) { try answer.get() }
        case .host(.edit(let edits, _)):
          #expect(try answer.get()["applied"] == .integer(Int64(edits.count)))
        default: #expect(throws: Never.self) { try answer.get() }
        }
      }
      let wanted = ControlCommand.samples.compactMap { command -> HostCommand? in
        if case .host(let command) = command { command } else { nil }
      }
      #expect(host.commands.withLock { $0 } == wanted)
    }
  }

  @Test func greets() throws {
    try withServer { server in
      let client = try ControlClient(path: server.path)
      #expect(client.greeting == ServerGreeting(processID: client.greeting.processID))
      #expect(client.greeting.processID > 0)
    }
  }

  @Test func notifiesOnlyWhoSubscribed() throws {
    try withServer { server in
      let told = try ControlClient(path: server.path)
      let other = try ControlClient(path: server.path)
      _ = try told.request(.subscribe(Subscription([.changes])))
      _ = try other.request(.subscribe(Subscription([.events])))
      server.publish(.changes, ["muted": true])
      server.publish(.events, "muted")
      #expect(try told.nextNotification() == ControlNotification(.changes, ["muted": true]))
      #expect(try other.nextNotification() == ControlNotification(.events, "muted"))
      _ = try told.request(.unsubscribe([.changes]))
      server.publish(.changes, 1)
      server.publish(.events, 2)
      #expect(try other.nextNotification() == ControlNotification(.events, 2))
      #expect(try told.nextNotification(timeoutMilliseconds: 1) == nil)
    }
  }

  @Test func thinsOutLevels() throws {
    try withServer { server in
      let client = try ControlClient(path: server.path)
      _ = try client.request(.subscribe(Subscription([.levels, .events], every: 3)))
      for number in 0..<7 { server.publish(.levels, .integer(Int64(number))) }
      server.publish(.events, "end")
      let got = try (0..<4).map { _ in try client.nextNotification()?.body }
      #expect(got == [0, 3, 6, "end"])
    }
  }

  @Test func slowReaderLosesOldestAndLearnsHowMany() throws {
    try withServer { server in
      let client = try ControlClient(path: server.path)
      _ = try client.request(.subscribe(Subscription([.events])))
      let body = JSONValue.text(String(repeating: "x", count: 2000))
      let count = 3000
      for _ in 0..<count { server.publish(.events, body) }
      server.publish(.events, "last")
      var told = 0
      var dropped = 0
      while let next = try client.nextNotification() {
        dropped += next.dropped
        told += 1
        if next.body == "last" { break }
      }
      #expect(told + dropped == count + 1)
      #expect(dropped > 0)
    }
  }

  @Test func refusesGarbageAndGoesOn() throws {
    try withServer { server in
      let client = try RawClient(server.path)
      client.send(
        "garbage\n\n{\"id\":4,\"command\":\"explode\"}\n{\"id\":5,\"command\":\"reload\"}\n")
      let lines = client.lines(4)
      #expect(lines.count == 4)
      #expect(lines.dropFirst().first?.contains("malformed") == true)
      #expect(lines.dropFirst(2).first?.contains("unknownCommand") == true)
      #expect(lines.last == #"{"id":5,"result":null}"#)
    }
  }

  @Test func endlessLineIsRefusedOnceAndSkipped() throws {
    try withServer { server in
      let client = try RawClient(server.path)
      let piece = [UInt8](repeating: 0x61, count: 1 << 20)
      for _ in 0..<32 { #expect(client.send(piece)) }
      client.send("\n{\"id\":1,\"command\":\"reload\"}\n")
      let lines = client.lines(3)
      #expect(lines.count == 3)
      #expect(lines.dropFirst().first?.contains("tooLong") == true)
      #expect(lines.last == #"{"id":1,"result":null}"#)
    }
  }

  @Test func halfAMessageHoldsNobodyUp() throws {
    try withServer { server in
      let half = try RawClient(server.path)
      half.send(#"{"id":1,"comm"#)
      let client = try ControlClient(path: server.path)
      #expect(try client.request(.host(.reload)) == .success(.null))
      half.send("and\":\"reload\"}\n")
      #expect(half.lines(2).last == #"{"id":1,"result":null}"#)
    }
  }

  @Test func clientThatReadsNoAnswersIsClosed() throws {
    let host = FakeHost()
    try withServer(host) { server in
      let deaf = try RawClient(server.path)
      // Every line is refused with a longer one, and none of them is read.
      let lines = Array(String(repeating: "x\n", count: 32 << 10).utf8)
      var sent = 0
      while sent < 1000, deaf.send(lines) { sent += 1 }
      #expect(sent < 1000)
      let client = try ControlClient(path: server.path)
      #expect(try client.request(.host(.reload)) == .success(.null))
    }
  }

  @Test func readsNoMoreWhileTooManyRequestsWait() throws {
    let host = FakeHost(holds: true)
    try withServer(host) { server in
      let eager = try RawClient(server.path)
      let line = "{\"id\":1,\"command\":\"reload\"}\n"
      eager.send(String(repeating: line, count: 5000))
      let other = try RawClient(server.path)
      other.send("{\"id\":2,\"command\":\"resetCounters\"}\n")
      #expect(waitUntil { host.commands.withLock { $0.contains(.resetCounters) } })
      #expect(host.commands.withLock { $0.count } <= ClientSession.pendingLimit + 1)
    }
  }

  @Test func crowdOfIdleClientsMakesRoom() throws {
    try withServer(clientLimit: 8) { server in
      var crowd: [RawClient] = []
      for _ in 0..<10_000 {
        crowd.append(try RawClient(server.path))
        if crowd.count > 32 { crowd.removeFirst() }
      }
      let client = try ControlClient(path: server.path)
      #expect(try client.request(.host(.reload)) == .success(.null))
    }
  }

  @Test func fullHouseOfSubscribersIsBusy() throws {
    try withServer(clientLimit: 2) { server in
      let clients = try (0..<2).map { _ in try ControlClient(path: server.path) }
      for client in clients { _ = try client.request(.subscribe(Subscription([.events]))) }
      #expect(throws: ControlSocketError.self) { try ControlClient(path: server.path) }
      server.publish(.events, "still here")
      for client in clients { #expect(try client.nextNotification()?.body == "still here") }
    }
  }

  @Test func clientThatEndsItsSideGetsItsAnswers() throws {
    try withServer { server in
      let client = try RawClient(server.path)
      client.send("{\"id\":1,\"command\":\"mute\",\"arguments\":{\"on\":true}}\n")
      shutdown(client.descriptor.number, Int32(SHUT_WR))
      let lines = client.lines(3)
      #expect(lines.count == 2)
      #expect(lines.last?.contains("applied") == true)
    }
  }

  @Test func keepsAnswersOfMoreRequestsThanMayWait() throws {
    try withServer { server in
      let client = try RawClient(server.path)
      client.send(String(repeating: "{\"id\":1,\"command\":\"reload\"}\n", count: 500))
      #expect(client.lines(501).count == 501)
    }
  }

  @Test func secondServerOfThatNameIsRefused() throws {
    try withTemporaryDirectory { folder in
      let directory = SocketDirectory(path: folder.path + "/t")
      let first = try ControlServer(named: "a", in: directory, handler: FakeHost())
      #expect(throws: ControlSocketError.inUse(path: first.path)) {
        try ControlServer(named: "a", in: directory, handler: FakeHost())
      }
      let second = try ControlServer(named: "b", in: directory, handler: FakeHost())
      #expect(directory.names() == ["a", "b"])
      first.end()
      second.end()
      #expect(directory.names() == [])
    }
  }

  @Test func lateReplyGoesNowhere() throws {
    let host = FakeHost(holds: true)
    try withServer(host) { server in
      let client = try RawClient(server.path)
      client.send("{\"id\":1,\"command\":\"reload\"}\n")
      #expect(waitUntil { host.held.withLock { !$0.isEmpty } })
    }
    for reply in host.held.withLock({ $0 }) { reply(.success(.null)) }
  }
}
