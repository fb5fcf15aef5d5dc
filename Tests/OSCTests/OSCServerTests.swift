import CLO
import Control
import ControlTestSupport
import Glibc
import TestSupport
import Testing

@testable import OSC

@Suite("OSC server", .serialized) struct OSCServerTests {
  @Test func doesWhatEveryAddressSays() throws {
    let host = FakeHost()
    try withServer(host) { server in
      let peer = try Peer(server.address.port)
      for asked in Asked.samples {
        peer.send(asked.message.address, asked.message.arguments)
        if asked.message.address == "/tactus/bypass/mix" {
          #expect(peer.isRefused(asked.message.address, "conflict"))
        } else {
          #expect(peer.isDone(asked.message.address), "\(asked.message.address)")
        }
      }
      let wanted = Asked.samples.compactMap { asked -> HostCommand? in
        if case .host(let command) = asked.command { command } else { nil }
      }
      #expect(host.commands.withLock { $0 } == wanted)
    }
  }

  @Test func refusesAndGoesOn() throws {
    let host = FakeHost()
    try withServer(host) { server in
      let peer = try Peer(server.address.port)
      peer.send("/tactus/mute", [.text("loudly")])
      #expect(peer.isRefused("/tactus/mute", "wrongType"))
      peer.send("/elsewhere")
      #expect(peer.isRefused("/elsewhere", "unknownCommand"))
      #expect(host.commands.withLock { $0.isEmpty })
      peer.send("/tactus/reload")
      #expect(peer.isDone("/tactus/reload"))
    }
  }

  @Test func bundleIsOneTransaction() throws {
    let host = FakeHost()
    try withServer(host) { server in
      let peer = try Peer(server.address.port)
      peer.send([("/tactus/mute", [.truth(true)]), ("/tactus/set/a/b", [.number(2)])])
      #expect(peer.isDone("#bundle"))
      let edits: [ControlEdit] = [
        .mute(true), .set(node: "a", parameter: "b", value: .number(2)),
      ]
      #expect(host.commands.withLock { $0 } == [.edit(edits)])
      peer.send([("/tactus/mute", [.truth(true)]), ("/tactus/save", [])])
      #expect(peer.isRefused("#bundle", "notAnEdit"))
    }
  }

  @Test func laterTimeTagIsAFrameOfTheHost() throws {
    let host = FakeHost(state: ["transport": ["hostFrame": 1_000_000, "rate": 48_000]])
    try withServer(host) { server in
      let peer = try Peer(server.address.port)
      var time = lo_timetag()
      lo_timetag_now(&time)
      time.sec += 1000
      peer.send([("/tactus/mute", [.truth(true)])], at: time)
      #expect(peer.isDone("/tactus/mute"))
      let commands = host.commands.withLock { $0 }
      #expect(commands.first == .state([.transport]))
      guard commands.count == 2, case .edit(let edits, let frame?) = commands[1] else {
        Issue.record("\(commands)")
        return
      }
      #expect(edits == [.mute(true)])
      // What of the 1,000 s is left when it is asked for: at most all, and less by how late that was.
      #expect((1_000_000 + 900 * 48_000...1_000_000 + 1001 * 48_000).contains(frame))
    }
  }

  @Test func timeThatIsOverMeansAtOnce() throws {
    let host = FakeHost()
    try withServer(host) { server in
      let peer = try Peer(server.address.port)
      var time = lo_timetag()
      lo_timetag_now(&time)
      time.sec -= 10
      peer.send([("/tactus/mute", [.truth(true)])], at: time)
      #expect(peer.isDone("/tactus/mute"))
      #expect(host.commands.withLock { $0 } == [.edit([.mute(true)])])
    }
  }

  @Test func laterTimeTagIsRefusedWhereItCannotBeKept() throws {
    let host = FakeHost()
    try withServer(host) { server in
      let peer = try Peer(server.address.port)
      var time = lo_timetag()
      lo_timetag_now(&time)
      time.sec += 1000
      peer.send([("/tactus/mute", [.truth(true)])], at: time)
      #expect(peer.isRefused("/tactus/mute", "unsupported"))
      peer.send([("/tactus/reload", [])], at: time)
      #expect(peer.isRefused("/tactus/reload", "notAnEdit"))
      #expect(host.commands.withLock { $0 } == [.state([.transport])])
    }
  }

  @Test func tellsThoseWhoSubscribed() throws {
    try withServer { server in
      let told = try Peer(server.address.port)
      let other = try Peer(server.address.port)
      told.send("/tactus/subscribe", [.text("levels")])
      #expect(told.isDone("/tactus/subscribe"))
      other.send("/tactus/subscribe", [.text("events")])
      #expect(other.isDone("/tactus/subscribe"))
      server.publish(.levels, ["levels": [["name": "in 1", "peak": 0.5, "hold": 1]]])
      server.publish(.events, ["text": "muted", "uptimeNanoseconds": 1])
      #expect(told.next() == OSCMessage("/tactus/level/in%201", [.number(0.5), .number(1)]))
      #expect(other.next() == OSCMessage("/tactus/event", [.text("muted")]))
      told.send("/tactus/unsubscribe", [.text("levels")])
      #expect(told.isDone("/tactus/unsubscribe"))
      server.publish(.levels, ["levels": [["name": "in 1", "peak": 0.5, "hold": 1]]])
      server.publish(.events, ["text": "end"])
      #expect(other.next() == OSCMessage("/tactus/event", [.text("end")]))
      #expect(told.next(milliseconds: 1) == nil)
    }
  }

  @Test func tellsTheTargetEverything() throws {
    let peer = try Peer(9)
    try withServer(sendingTo: .loopback(port: peer.port)) { server in
      #expect(ControlTopic.allCases.allSatisfy(server.hasSubscribers))
      server.publish(.events, ["text": "hello"])
      #expect(peer.next() == OSCMessage("/tactus/event", [.text("hello")]))
    }
  }

  @Test func twoHostsThatTellEachOtherComeToAnEnd() throws {
    let first = try OSCServer(at: .loopback(port: 0), handler: FakeHost())
    defer { first.end() }
    let host = FakeHost()
    let peer = try Peer(first.address.port)
    try withServer(host, sendingTo: first.address) { second in
      second.publish(.events, ["text": "hello"])
      peer.send("/tactus/reload")
      #expect(peer.isDone("/tactus/reload"))
      #expect(host.commands.withLock { $0.isEmpty })
    }
  }

  @Test func garbageHarmsNobody() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    try withServer { server in
      let sender = try UDPSocket(at: .loopback(port: 0))
      let peer = try Peer(server.address.port)
      for size in [0, 1, 3, 4, 1500, 60_000] + (0..<2000).map({ _ in Int(random.next() % 100) }) {
        let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
        sender.send(bytes, to: server.address)
      }
      // Datagrams may be lost while garbage comes.
      var isDone = false
      for _ in 0..<200 where !isDone {
        peer.send("/tactus/reload")
        isDone = peer.next(milliseconds: 100) == OSCMessage("/tactus/ok", [.text("/tactus/reload")])
      }
      #expect(isDone)
    }
  }

  @Test func senderWhoseRequestsWaitIsBusyAlone() throws {
    let host = FakeHost(holds: true)
    try withServer(host) { server in
      let eager = try Peer(server.address.port)
      for _ in 0...OSCLoop.pendingLimits.each { eager.send("/tactus/reload") }
      #expect(eager.isRefused("/tactus/reload", "busy"))
      let other = try Peer(server.address.port)
      other.send("/tactus/save")
      #expect(waitUntil { host.commands.withLock { $0.contains(.save(path: nil)) } })
      #expect(host.commands.withLock { $0.count } == OSCLoop.pendingLimits.each + 1)
      for reply in host.held.withLock({ $0 }) { reply(.success(.null)) }
      #expect(other.isDone("/tactus/save"))
      #expect(eager.isDone("/tactus/reload"))
    }
  }

  @Test func goneClientAndLateReplyGoNowhere() throws {
    let host = FakeHost(holds: true)
    try withServer(host) { server in
      do {
        let gone = try Peer(server.address.port)
        gone.send("/tactus/subscribe", [.text("events")])
        #expect(gone.isDone("/tactus/subscribe"))
        gone.send("/tactus/reload")
      }
      #expect(waitUntil { host.held.withLock { !$0.isEmpty } })
      for _ in 0..<100 { server.publish(.events, ["text": "still here"]) }
      for reply in host.held.withLock({ $0 }) { reply(.success(.null)) }
      let peer = try Peer(server.address.port)
      peer.send("/tactus/subscribe", [.text("events")])
      #expect(peer.isDone("/tactus/subscribe"))
    }
    for reply in host.held.withLock({ $0 }) { reply(.success(.null)) }
  }

  @Test func saysWhatPortIsTaken() throws {
    try withServer { server in
      let port = server.address.port
      #expect(throws: OSCServerError.cannotListen(.loopback(port: port), code: EADDRINUSE)) {
        try OSCServer(at: .loopback(port: port), handler: FakeHost())
      }
    }
  }

  @Test func readsAddresses() throws {
    #expect(try UDPAddress(parsing: "9000") == .loopback(port: 9000))
    #expect(try UDPAddress(parsing: "10.1.2.3:80").description == "10.1.2.3:80")
    #expect(try UDPAddress(parsing: "localhost:80") == .loopback(port: 80))
    for text in ["", ":", "x", "1:2:3", "70000", ":80", "256.0.0.0.0:1", "a:-1"] {
      #expect(throws: OSCServerError.badAddress(text)) { try UDPAddress(parsing: text) }
    }
  }
}
