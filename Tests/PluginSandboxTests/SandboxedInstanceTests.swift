import CRealtime
import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginSandbox

@Suite("SandboxedInstance", .serialized) struct SandboxedInstanceTests {
  @Test(arguments: [false, true]) func playsWhatThePluginPlaysInProcess(isLV2: Bool) async throws {
    try await withSandboxStage { stage in
      let descriptor = try stage.descriptor("gain", lv2: isLV2)
      let catalogue: any PluginCatalogue = isLV2 ? stage.lv2 : stage.ladspa
      let here = try catalogue.makeInstance(
        descriptor.identifier, rate: 48_000, maximumFrames: 100)
      let pool = stage.pool()
      let there = try stage.make("gain", in: pool, lv2: isLV2, frames: 100)
      let rigs = [here, there].map { Rig($0, frames: 100) }
      for rig in rigs { rig.fillInputs() }
      for (number, frames) in [100, 1, 64, 100, 33, 7, 100, 100, 100, 100, 100].enumerated() {
        for rig in rigs {
          if number == 2 { rig.instance.glide("gain", to: 0.25) }
          if number == 9 { rig.instance.jump("gain", to: 3) }
          rig.run(frames: frames)
        }
        #expect(Array(rigs[0].outputs[0]) == Array(rigs[1].outputs[0]))
      }
      #expect(there.value(of: "gain") == 3)
    }
  }

  @Test func beginsWithThePluginsOwnValues() async throws {
    try await withSandboxStage { stage in
      let instance = try stage.make("faulty", in: stage.pool())
      #expect(instance.value(of: "gain") == 1)
      #expect(instance.value(of: "always") == 0)
      #expect(instance.value(of: "nothing") == nil)
      #expect(!instance.glide("nothing", to: 1))
      #expect(instance.parameter("nothing") == nil)
      instance.parameter("gain")?.pointee = 0.5
      let rig = Rig(instance, frames: 64)
      rig.fillInputs()
      rig.run(frames: 64)
      #expect(rig.hasPlayed(gain: 0.5))
    }
  }

  @Test func savesAndLoadsItsState() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool()
      let one = try stage.make("gain", in: pool, lv2: true)
      one.jump("gain", to: 0.125)
      let folder = stage.folder.appending(path: "saved")
      Rig(one, frames: 64).run(frames: 64)
      try one.save(to: folder)
      let other = try stage.make("gain", in: pool, lv2: true)
      try other.load(from: folder)
      #expect(other.value(of: "gain") == 0.125)
      let rig = Rig(other, frames: 64)
      rig.fillInputs()
      rig.run(frames: 64)
      #expect(rig.hasPlayed(gain: 0.125))
      #expect(throws: PluginError.self) { try other.load(from: stage.folder) }
    }
  }

  @Test func takesTheStateOfAnother() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool()
      let one = try stage.make("gain", in: pool, lv2: true)
      one.jump("gain", to: 0.125)
      Rig(one, frames: 64).run(frames: 64)
      let state = try #require(one.state())
      let other = try stage.make("gain", in: pool, lv2: true)
      let before = try #require(other.state())
      #expect(!before.isSame(as: state))
      other.restore(state)
      #expect(other.value(of: "gain") == 0.125)
      #expect(try #require(other.state()).isSame(as: state))
    }
  }

  @Test func runsItsThreadAtThePriorityAskedFor() async throws {
    try await withSandboxStage { stage in
      let pool = SandboxPool(stage.setting, priority: 3)
      let instance = try stage.make("gain", in: pool)
      let process = try #require(pool.processIdentifiers.first)
      let tasks = "/proc/\(process)/task"
      let thread = try FileManager.default.contentsOfDirectory(atPath: tasks).first { task in
        let name = try? String(contentsOfFile: "\(tasks)/\(task)/comm", encoding: .utf8)
        return name == "plugin-0\n"
      }
      let number = try #require(thread.flatMap { Int32($0) })
      let mayAsk = geteuid() == 0 || rt_priority_limit() >= 3
      #expect(sched_getscheduler(number) == (mayAsk ? SCHED_FIFO : SCHED_OTHER))
      #expect(instance.latencyFrames == 0)
    }
  }

  @Test func allocatesNothingInTheCycle() async throws {
    guard MallocCounter.isAvailable else { return }
    try await withSandboxStage { stage in
      let rig = Rig(try stage.make("gain", in: stage.pool()), frames: 64)
      rig.run(frames: 64)
      #expect(MallocCounter.count { for _ in 0..<100 { rig.run(frames: 64) } } == 0)
    }
  }

  @Test func refusesAPluginThatDiesWhileItIsMade() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool()
      for isLV2 in [false, true] {
        let error = #expect(throws: PluginError.self) {
          try stage.make("unmakeable", in: pool, lv2: isLV2)
        }
        #expect(error?.message.contains("crashed with SIGABRT in its sandbox") == true)
      }
      #expect(await eventually { pool.processIdentifiers.isEmpty })
    }
  }

  @Test func refusesWhatIsNotThere() async throws {
    try await withSandboxStage { stage in
      var descriptor = try stage.descriptor("gain")
      descriptor.identifier = "gain:nothing"
      #expect(throws: PluginError.self) {
        try stage.pool().makeInstance(
          of: descriptor, node: "node", rate: 48_000, maximumFrames: 64)
      }
    }
  }

  @Test func endsItsProcess() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool()
      var instance: (any PluginInstance)? = try stage.make("gain", in: pool)
      let process = try #require(pool.processIdentifiers.first)
      #expect(kill(process, 0) == 0)
      #expect(instance != nil)
      instance = nil
      #expect(await eventually { kill(process, 0) != 0 })
      #expect(pool.processIdentifiers.isEmpty)
    }
  }

  @Test func keepsAGroupInOneProcess() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool()
      let instances = try (1...3).map { number in
        let instance = try stage.make("gain", in: pool, node: "n\(number)", group: "amp")
        instance.jump("gain", to: Float(number))
        return instance
      }
      #expect(pool.processIdentifiers.count == 1)
      for (number, instance) in instances.enumerated() {
        let rig = Rig(instance, frames: 64)
        rig.fillInputs()
        rig.run(frames: 64)
        #expect(rig.hasPlayed(gain: Float(number + 1)))
      }
    }
  }
}
