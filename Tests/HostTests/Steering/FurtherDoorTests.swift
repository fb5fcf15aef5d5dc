import Control
import Telemetry
import TestSupport
import Testing

@testable import Host

/// A server without a network.
private final class FakeDoor: ControlDoor {
  let told = Locked<[(topic: ControlTopic, body: JSONValue)]>([])
  let hasEnded = Locked(false)

  func hasSubscribers(to topic: ControlTopic) -> Bool { topic == .changes }
  func publish(_ topic: ControlTopic, _ body: JSONValue) {
    told.withLock { $0.append((topic, body)) }
  }
  func end() { hasEnded.withLock { $0 = true } }
}

private struct ClosedDoor: Error, CustomStringConvertible {
  let description = "this door is closed"
}

extension LiveHosts {
  @Suite("Further doors", .serialized) struct FurtherDoorTests {
    @Test func toldLikeTheSocketAndEnded() async throws {
      let door = FakeDoor()
      try await withHostFixture { fixture in
        let handlers = Locked<[any ControlHandler]>([])
        let stage = try SteeredStage(fixture, SteeredStage.session()) { setup in
          setup.doors = [
            { handler, _ in
              handlers.withLock { $0.append(handler) }
              return door
            }
          ]
        }
        let handler = try #require(handlers.withLock { $0.first })
        let isDone = Locked(false)
        handler.perform(.edit([.mute(true)])) { _ in isDone.withLock { $0 = true } }
        #expect(
          await eventually {
            stage.play()
            return isDone.withLock { $0 } && door.told.withLock { !$0.isEmpty }
          })
        #expect(door.told.withLock { $0.allSatisfy { $0.topic == .changes } })
        #expect(stage.host.controlPath != nil)
      }
      #expect(door.hasEnded.withLock { $0 })
    }

    @Test func sayWhyOneIsClosed() async throws {
      try await withHostFixture { fixture in
        let stage = try SteeredStage(fixture, SteeredStage.session()) { setup in
          setup.doors = [{ _, _ in throw ClosedDoor() }]
        }
        #expect(stage.host.events.all.contains { $0.text == "this door is closed" })
        try stage.edit(.mute(true))
      }
    }
  }
}
