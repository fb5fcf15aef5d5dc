import CRealtime
import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginSandbox

@Suite("Faults in sandboxes", .serialized) struct SandboxFaultTests {
  /// As `fault.h` of the test plugins has them.
  enum Fault: Float, CaseIterable, Sendable {
    case crash = 1
    case abort = 2
    case exit = 5
    case kill = 13
    case divide = 14
    case illegal = 15
    case stack = 16

    var told: String {
      switch self {
      case .crash, .stack: "crashed with SIGSEGV"
      case .abort: "crashed with SIGABRT"
      case .exit: "ended with code 0"
      case .kill: "crashed with SIGKILL"
      case .divide: "crashed with SIGFPE"
      case .illegal: "crashed with SIGILL"
      }
    }
  }

  @Test(arguments: Fault.allCases)
  func fadesToItsInputWithinTheBlockAndComesBackAsItWas(_ fault: Fault) async throws {
    try await withSandboxStage { stage in
      let instance = try stage.make("faulty", in: stage.pool())
      instance.jump("gain", to: 0.5)
      let rig = Rig(instance, frames: 64)
      for frame in rig.inputs[0].indices { rig.inputs[0][frame] = 0.5 }
      rig.run(frames: 64)
      #expect(rig.hasPlayed(gain: 0.5))
      instance.jump("fault", to: fault.rawValue)
      rig.run(frames: 64)
      // From 0.25 to 0.5, on a straight line.
      let heard = [0.25] + Array(rig.outputs[0])
      #expect(heard.last == 0.5)
      #expect(zip(heard, heard.dropFirst()).allSatisfy { (0...0.00391).contains($1 - $0) })
      #expect(await eventually { instance.trouble?.hasPrefix(fault.told) == true })
      rig.run(frames: 64)
      #expect(rig.outputs[0].first == 0.5 || rig.outputs[0].first! < 0.5)
      #expect(await rig.playsAgain(gain: 0.5), "\(stage.told.withLock { $0 })")
      #expect(instance.value(of: "fault") == fault.rawValue)
      #expect(stage.hasTold("node: Test faults \(fault.told); its sandbox is started again"))
      #expect(await eventually { stage.hasTold("node: Test faults is back") })
    }
  }

  @Test func endsOneThatDoesNotComeBack() async throws {
    try await withSandboxStage { stage in
      var stage = stage
      stage.setting.hangSeconds = 0.2
      let instance = try stage.make("faulty", in: stage.pool(isPatient: false))
      let rig = Rig(instance, frames: 64)
      rig.fillInputs()
      instance.jump("gain", to: 2)
      #expect(await rig.playsAgain(gain: 2))
      instance.jump("fault", to: 3)
      rig.run(frames: 64)
      #expect(await eventually { stage.hasTold("did not come back within 0.2 s") })
      #expect(await rig.playsAgain(gain: 2))
    }
  }

  @Test func goesOnWithOneThatWasLate() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool(isPatient: false)
      let instance = try stage.make("faulty", in: pool)
      let process = pool.processIdentifiers
      let rig = Rig(instance, frames: 64)
      rig.fillInputs()
      instance.jump("gain", to: 2)
      #expect(await rig.playsAgain(gain: 2))
      instance.jump("amount", to: 300)
      instance.jump("fault", to: 4)
      rig.run(frames: 64)
      #expect(rig.outputs[0].last == rig.inputs[0].last)
      rig.run(frames: 64)
      #expect(rig.hasPlayed(gain: 1))
      #expect(await rig.playsAgain(gain: 2))
      #expect(pool.processIdentifiers == process)
      #expect(
        await eventually { instance.trouble?.hasPrefix("late in its sandbox: ") == true })
      #expect(await eventually { stage.hasTold("Test faults was late in its sandbox") })
    }
  }

  @Test(arguments: [(0.9, 2), (0.02, 1)] as [(Double, Float)])
  func isLateOnlyPastItsShare(share: Double, gain: Float) async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool(isPatient: false)
      let instance = try stage.make("faulty", in: pool, periodShare: share, frames: 48_000)
      let rig = Rig(instance, frames: 48_000)
      rig.fillInputs()
      instance.jump("gain", to: 2)
      #expect(
        await eventually {
          rig.run(frames: 48_000)
          return rig.hasPlayed(gain: 2, frames: 48_000)
        })
      // 300 ms of a period of a second.
      instance.jump("amount", to: 300)
      instance.jump("fault", to: 4)
      rig.run(frames: 48_000)
      #expect(rig.outputs[0].last == rig.inputs[0].last.map { $0 * gain })
    }
  }

  @Test func namesOneThatWritesPastTheEnd() async throws {
    try await withSandboxStage { stage in
      let instance = try stage.make("faulty", in: stage.pool())
      let rig = Rig(instance, frames: 64)
      rig.fillInputs()
      rig.run(frames: 64)
      instance.jump("amount", to: 3)
      instance.jump("fault", to: 6)
      rig.run(frames: 64)
      #expect(rig.hasPlayed())
      #expect(await eventually { stage.hasTold("wrote past the end of a buffer") })
    }
  }

  @Test func endsOneThatWritesFarPastTheEnd() async throws {
    try await withSandboxStage { stage in
      let instance = try stage.make("faulty", in: stage.pool())
      let rig = Rig(instance, frames: 64)
      rig.fillInputs()
      rig.run(frames: 64)
      instance.jump("amount", to: 100_000)
      instance.jump("fault", to: 6)
      rig.run(frames: 64)
      #expect(rig.outputs[0].last == rig.inputs[0].last)
      #expect(await eventually { stage.hasTold("crashed with SIGSEGV") })
      #expect(await rig.playsAgain(gain: 1))
    }
  }

  @Test func beginsAgainWithTheStateThatWasSaved() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool()
      let instance = try stage.make("faulty", in: pool, lv2: true)
      let rig = Rig(instance, frames: 64)
      rig.fillInputs()
      instance.jump("gain", to: 0.5)
      rig.run(frames: 64)
      try instance.save(to: stage.folder.appending(path: "saved"))
      instance.glide("gain", to: 0.25)
      for _ in 0..<100 { rig.run(frames: 64) }
      kill(try #require(pool.processIdentifiers.first), SIGKILL)
      #expect(await eventually { stage.hasTold("is back") })
      #expect(await rig.playsAgain(gain: 0.25))
    }
  }

  @Test func takesAGroupDownTogetherAndNamesTheCulprit() async throws {
    try await withSandboxStage { stage in
      let pool = stage.pool()
      let instances = try ["good", "bad", "fine"].map {
        try stage.make("faulty", in: pool, node: $0, group: "amp")
      }
      let beside = try stage.make("gain", in: pool, node: "beside")
      let rigs = (instances + [beside]).map { Rig($0, frames: 64) }
      for rig in rigs {
        rig.fillInputs()
        rig.instance.jump("gain", to: 2)
        rig.run(frames: 64)
        #expect(rig.hasPlayed(gain: 2))
      }
      instances[1].jump("fault", to: 1)
      rigs[1].run(frames: 64)
      for _ in 0..<10 {
        rigs[3].run(frames: 64)
        #expect(rigs[3].hasPlayed(gain: 2))
      }
      for rig in rigs { #expect(await rig.playsAgain(gain: 2)) }
      #expect(stage.hasTold("bad: Test faults crashed with SIGSEGV"))
      #expect(!stage.hasTold("good: Test faults crashed"))
      #expect(beside.trouble == nil)
      #expect(!stage.hasTold("beside"))
    }
  }

  @Test func bringsWhoFailsTooOftenIntoQuarantine() async throws {
    try await withSandboxStage { stage in
      var stage = stage
      stage.setting.faultLimit = 3
      let pool = stage.pool()
      let instances = try ["good", "bad"].map {
        try stage.make("faulty", in: pool, node: $0, group: "amp")
      }
      let rigs = instances.map { Rig($0, frames: 64) }
      for rig in rigs {
        rig.fillInputs()
        rig.instance.jump("gain", to: 2)
      }
      instances[1].jump("always", to: 1)
      instances[1].jump("fault", to: 2)
      #expect(
        await eventually {
          rigs[1].run(frames: 64)
          return stage.hasTold(
            "bad: Test faults crashed with SIGABRT, as its fault number 3: in quarantine")
        })
      let entry = stage.setting.quarantine.entry(.ladspa, "faulty:faulty")
      #expect(entry?.reason == "crashed with SIGABRT")
      let quarantined = "in quarantine since it crashed with SIGABRT"
      #expect(instances[1].trouble == quarantined)
      #expect(instances[0].trouble?.contains("quarantine") != true)
      // The rest of the group goes on.
      #expect(await rigs[0].playsAgain(gain: 2))
      rigs[1].run(frames: 64)
      #expect(rigs[1].hasPlayed(gain: 1))
      // Nor is it started next time.
      let other = Rig(try stage.make("faulty", in: pool, node: "other"), frames: 64)
      other.fillInputs()
      other.run(frames: 64)
      #expect(other.hasPlayed(gain: 1))
      #expect(stage.hasTold("other: Test faults is in quarantine since it crashed with SIGABRT"))
      #expect(other.instance.trouble == quarantined)
      try stage.setting.quarantine.remove { $0.identifier == "faulty:faulty" }
      let last = try stage.make("faulty", in: pool, node: "last")
      last.jump("gain", to: 2)
      let rig = Rig(last, frames: 64)
      rig.fillInputs()
      rig.run(frames: 64)
      #expect(rig.hasPlayed(gain: 2))
    }
  }
}
