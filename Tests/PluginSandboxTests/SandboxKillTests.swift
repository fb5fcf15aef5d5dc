import CRealtime
import Foundation
import PluginTestSupport
import Plugins
import Synchronization
import TestSupport
import Testing

@testable import PluginSandbox

@Suite("Killed sandboxes", .serialized) struct SandboxKillTests {
  private static let kills = Cases.count(1_000, atLeast: 20)

  @Test func leaveNothingBehindAndNothingBesideThemIsHeard() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool()
      let victim = Rig(try stage.make("gain", in: pool, node: "victim"), frames: 64)
      let beside = Rig(try stage.make("gain", in: pool, node: "beside"), frames: 64)
      let process = try #require(pool.processIdentifiers.last)
      let node = try #require(victim.instance as? SandboxedInstance).node
      func lateBlocks() -> Int { node.cycle.pointee.missed.load(ordering: .relaxed) }
      for rig in [victim, beside] {
        rig.fillInputs()
        rig.instance.jump("gain", to: 2)
      }
      #expect(await victim.playsAgain(gain: 2))
      var before: Footprint?
      for number in 0..<Self.kills {
        let lateBefore = lateBlocks()
        let target = try #require(pool.processIdentifiers.first { $0 != process })
        kill(target, SIGKILL)
        var hasFaded = false
        #expect(
          await eventually {
            victim.run(frames: 64)
            beside.run(frames: 64)
            hasFaded = hasFaded || !victim.hasPlayed(gain: 2)
            return hasFaded && victim.hasPlayed(gain: 2)
          })
        #expect(beside.hasPlayed(gain: 2))
        // The one it happened in, if it happened in one.
        #expect(lateBlocks() - lateBefore <= 1)
        if number == 2 { before = Footprint(server: "none") }
      }
      let after = Footprint(server: "none")
      // A thread of a child's may be about to end.
      let isSame = await eventually { Footprint(server: "none") <= before! }
      #expect(isSame, "\(before!), then \(after)")
      #expect(pool.processIdentifiers.count == 2)
    }
  }
}
