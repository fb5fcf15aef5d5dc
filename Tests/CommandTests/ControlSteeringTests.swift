import Control
import Foundation
import Meter
import TestSupport
import Testing

@testable import Command

/// What the meter's keys ask of a host, told by a server that has no sound.
@Suite("Steering by the control socket", .serialized) struct ControlSteeringTests {
  @Test func bypassIsAnEditOfTheNode() throws {
    try withHost { host, steering in
      let text = try steering.perform(.bypass(node: "amp", isBypassed: true))
      #expect(text == "amp is bypassed")
      #expect(try steering.perform(.bypass(node: "amp", isBypassed: false)) == "amp is heard again")
      #expect(
        host.edits == [
          .bypass(node: "amp", isBypassed: true), .bypass(node: "amp", isBypassed: false),
        ])
    }
  }

  @Test func muteAndFadeGoBothWays() throws {
    try withHost { host, steering in
      #expect(try steering.perform(.toggleMute) == "muted")
      #expect(try steering.perform(.toggleMute) == "unmuted")
      _ = try steering.perform(.toggleFade)
      #expect(try steering.perform(.toggleFade) == "fading in")
      #expect(host.edits == [.mute(true), .mute(false), .fade(.out), .fade(.in)])
    }
  }

  @Test func snapshotsAreListedAndGoneTo() throws {
    try withHost { host, steering in
      #expect(try steering.snapshots() == ["clean", "loud"])
      _ = try steering.perform(.snapshot("loud"))
      _ = try steering.perform(.resetCounters)
      #expect(host.edits == [.snapshot("loud")])
      #expect(host.commands.withLock { $0.last } == .resetCounters)
    }
  }

  @Test func refusalIsTheHostsSentence() throws {
    try withHost { _, steering in
      #expect(throws: MeterRefusal("there is no snapshot away")) {
        try steering.perform(.snapshot("away"))
      }
    }
  }

  @Test func withoutASocketThatIsSaid() throws {
    try withTemporaryDirectory { folder in
      let steering = ControlSteering(
        processID: getpid(), directory: SocketDirectory(path: folder.path))
      #expect(
        throws: MeterRefusal("host \(getpid()) has no control socket in \(folder.path)")
      ) { try steering.perform(.toggleMute) }
    }
  }

  @Test func hostWithANameOfItsOwnIsFoundByItsProcess() throws {
    try withHost(named: "stage") { host, steering in
      _ = try steering.perform(.resetCounters)
      #expect(host.commands.withLock { $0 } == [.resetCounters])
    }
  }

  private func withHost(
    named name: String? = nil, _ body: (SilentHost, ControlSteering) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let directory = SocketDirectory(path: folder.path + "/t")
      let host = SilentHost()
      let server = try ControlServer(named: name, in: directory, handler: host)
      defer { server.end() }
      try body(host, ControlSteering(processID: getpid(), directory: directory))
    }
  }
}

/// A host that does as it is told and knows two snapshots.
private final class SilentHost: ControlHandler {
  let commands = Locked<[HostCommand]>([])

  var edits: [ControlEdit] {
    commands.withLock { commands in
      commands.flatMap { command -> [ControlEdit] in
        if case .edit(let edits, _) = command { edits } else { [] }
      }
    }
  }

  func perform(
    _ command: HostCommand, reply: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void
  ) {
    let isMuted = edits.last == .mute(true)
    switch command {
    case .edit([.snapshot("away")], _):
      return reply(.failure(ControlError(.notFound, "there is no snapshot away")))
    case .state([.session]): return reply(.success(["session": ["isMuted": .bool(isMuted)]]))
    case .state([.snapshots]): return reply(.success(["snapshots": ["clean", "loud"]]))
    default: break
    }
    commands.withLock { $0.append(command) }
    reply(.success(.null))
  }
}
