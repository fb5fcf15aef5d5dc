import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing
import WorkQueues

@testable import PluginLV2

@Suite("LV2Worker", .serialized, .enabled(if: CompiledBundle.isBuildable, "needs cc and lv2-dev"))
struct LV2WorkerTests {
  private let directory: ScratchDirectory

  init() throws {
    directory = try ScratchDirectory()
    try WorkingPlugin.build(in: directory)
  }

  @Test func worksAtOnceWithoutAQueue() throws {
    let plugin = try Player(WorkingPlugin.make(in: directory), requests: 2, bytes: 100)
    plugin.run()
    #expect(plugin.output(.worked) == 0)
    plugin.run()
    #expect(plugin.output(.worked) == 2)
    #expect(plugin.output(.workedHere) == 2)
    #expect(plugin.output(.replies) == 2)
    #expect(plugin.output(.wrong) == 0)
    #expect(plugin.output(.ended) == 1)
  }

  @Test func isTheSameEachTimeWithoutAQueue() throws {
    func record() throws -> [[Float]] {
      let plugin = try Player(WorkingPlugin.make(in: directory), requests: 1, bytes: 8)
      return (0..<50).map { _ in
        plugin.run()
        return WorkingPlugin.Output.allCases.map(plugin.output)
      }
    }
    #expect(try record() == record())
  }

  @Test func worksOnTheQueueAndRepliesInTheCycle() async throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let plugin = try Player(WorkingPlugin.make(in: directory), requests: 3, bytes: 1000)
    plugin.instance.work(
      on: try platform.makeQueue(named: "work", kind: .multithreaded(workers: 3)))
    for _ in 0..<200 { plugin.run() }
    plugin.set(.requests, 0)
    plugin.run()
    let taken = plugin.output(.taken)
    #expect(taken > 0)
    #expect(await plugin.runUntil { plugin.output(.replies) == taken })
    #expect(plugin.output(.worked) == taken)
    #expect(plugin.output(.workedHere) == 0)
    #expect(plugin.output(.clashed) == 0)
    #expect(plugin.output(.wrong) == 0)
  }

  @Test func refusesAndCountsWhatHasNoRoom() throws {
    let instance = try WorkingPlugin.make(in: directory)
    let plugin = Player(instance, requests: 1, bytes: 100_000)
    plugin.run()
    #expect(plugin.output(.status) == 2)
    #expect(plugin.output(.taken) == 0)
    #expect(instance.lostEvents == 1)
    plugin.set(.bytes, 60_000)
    plugin.run()
    plugin.run()
    #expect(plugin.output(.status) == 0)
    #expect(plugin.output(.replies) == 1)
    #expect(instance.lostEvents == 1)
  }

  @Test func refusesRepliesWithoutRoom() throws {
    let instance = try WorkingPlugin.make(in: directory)
    let plugin = Player(instance, requests: 1, bytes: 5000)
    plugin.set(.refusals, 1)
    plugin.run()
    plugin.run()
    #expect(plugin.output(.replies) == 13)
    #expect(instance.lostEvents >= 1)
  }

  @Test func performsWhatAFullQueueRefusedLater() async throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(named: "work", kind: .standard, capacity: 2)
    let gate = Gate()
    try queue.put(gate.item)
    gate.waitUntilEntered()
    while (try? queue.put(WorkItem({ _ in }, context: nil))) != nil {}
    let plugin = try Player(WorkingPlugin.make(in: directory), requests: 1, bytes: 8)
    plugin.instance.work(on: queue)
    plugin.run()
    plugin.set(.requests, 0)
    plugin.run()
    #expect(plugin.output(.worked) == 0)
    gate.open()
    #expect(await plugin.runUntil { plugin.output(.replies) == 1 })
  }

  @Test func restartWaitsForWork() async throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let plugin = try Player(WorkingPlugin.make(in: directory), requests: 1, bytes: 8)
    plugin.set(.milliseconds, 20)
    plugin.instance.work(on: try platform.makeQueue(named: "work", kind: .standard))
    for _ in 0..<10 {
      plugin.run()
      // The plugin aborts when it is deactivated while it works.
      plugin.instance.restart()
    }
    plugin.set(.milliseconds, 0)
    plugin.set(.requests, 0)
    plugin.run()
    let taken = plugin.output(.taken)
    #expect(await plugin.runUntil { plugin.output(.replies) == taken })
  }

  @Test func endsWithWorkUnderWay() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(named: "work", kind: .standard)
    for _ in 0..<10 {
      // The plugin aborts when it is freed while it works, or with replies it has not seen.
      let plugin = try Player(WorkingPlugin.make(in: directory), requests: 3, bytes: 8)
      plugin.set(.milliseconds, 5)
      plugin.instance.work(on: queue)
      plugin.run()
    }
  }

  @Test func leavesBehindWhatDoesNotComeBack() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    do {
      let plugin = try Player(WorkingPlugin.make(in: directory), requests: 1, bytes: 8)
      plugin.set(.milliseconds, 3000)
      plugin.instance.work(on: try platform.makeQueue(named: "work", kind: .standard))
      plugin.run()
    }
    // Freeing it would have crashed the work by now.
  }
}

/// Plays a `WorkingPlugin`.
private final class Player {
  let instance: LV2Instance
  private let rig: Rig

  init(_ instance: LV2Instance, requests: Float, bytes: Float) {
    self.instance = instance
    rig = Rig(instance, frames: 64)
    set(.requests, requests)
    set(.bytes, bytes)
  }

  func set(_ parameter: WorkingPlugin.Parameter, _ value: Float) {
    instance.parameter(parameter.rawValue)?.pointee = value
  }

  func run() { rig.run(frames: 64) }

  /// Runs it on until something has happened.
  func runUntil(_ condition: () -> Bool) async -> Bool {
    await eventually {
      run()
      return condition()
    }
  }

  func output(_ output: WorkingPlugin.Output) -> Float { rig.outputs[output.rawValue][0] }
}

/// Work that stays until it is let go.
private final class Gate: @unchecked Sendable {
  private let entered = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)

  var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        let gate = Unmanaged<Gate>.fromOpaque(context).takeUnretainedValue()
        gate.entered.signal()
        gate.opened.wait()
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  func waitUntilEntered() { entered.wait() }
  func open() { opened.signal() }
}
