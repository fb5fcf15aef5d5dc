// Control side.
import CRealtime
import Foundation
import Plugins
import Realtime
import Synchronization

/// A sandboxed node as its process knows it: its memory, and what has become of it.
final class SandboxNode: @unchecked Sendable {
  let number: Int
  let name: String
  let descriptor: PluginDescriptor
  let shape: SandboxShape
  let rate: Int
  let mapping: SandboxMapping
  let cycle: UnsafeMutablePointer<SandboxCycle>

  /// What its process keeps of it, under the lock of that.
  struct Record {
    var isFirst = true
    var isQuarantined = false
    var loadsWhilePlaying = true
    var stateFolder: String?
    /// Keeps the folder, where it is a temporary one.
    var keptState: SandboxedState?
    var faults: [Int64] = []
    var askedForComplaints: Int64 = 0
    var toldMissed = 0
    var toldOverruns: UInt32 = 0
  }
  var record = Record()
  /// What the plugin has complained about, until somebody takes it.
  let messages = Mutex<[PluginMessage]>([])
  /// What has become of it, for who must not wait for its process.
  let standing = Mutex(SandboxStanding())

  init(
    number: Int, name: String, descriptor: PluginDescriptor, periodShare: Double, rate: Int,
    maximumFrames: Int, setting: SandboxSetting, isRealtime: Bool
  ) throws(PluginError) {
    self.number = number
    self.name = name
    self.descriptor = descriptor
    self.rate = rate
    shape = SandboxShape(descriptor, maximumFrames: maximumFrames)
    mapping = try SandboxMapping(shape)
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: max(1, shape.outputs))
    samples.initialize(repeating: 0, count: max(1, shape.outputs))
    // A render waits until it is known what became of the child.
    let patience = isRealtime ? 0 : 2 * setting.hangSeconds
    let share = isRealtime ? periodShare / Double(rate) : 0
    cycle = .allocate(capacity: 1)
    cycle.initialize(
      to: SandboxCycle(
        memory: mapping.memory, inputCount: shape.inputs, outputCount: shape.outputs,
        nanosecondsPerFrame: share * 1e9, leastNanoseconds: Int64(patience * 1e9),
        lastSamples: samples,
        line: descriptor.latencyPort.map { _ in DryLine(channels: shape.inputs) }))
    mapping.memory.reply.pointee.store(SandboxMemory.idle, ordering: .releasing)
    setDefaults()
  }

  deinit {
    cycle.deinitialize(count: 1)
    cycle.deallocate()
  }

  var memory: SandboxMemory { mapping.memory }

  /// Before a child is asked to make it, while none is there.
  func prepare() {
    memory.faulted.pointee.store(0, ordering: .relaxed)
    memory.childSleeps.pointee.store(0, ordering: .relaxed)
    memory.reply.pointee.store(SandboxMemory.idle, ordering: .releasing)
  }

  /// Lets the cycle ask this child.
  func live(_ child: UInt32) {
    standing.withLock { $0.play(at: Clock.now()) }
    cycle.pointee.pendingSince.store(0, ordering: .relaxed)
    cycle.pointee.life.store(child, ordering: .releasing)
  }

  /// Has the cycle play without a child, at once.
  func die() {
    cycle.pointee.life.store(0, ordering: .sequentiallyConsistent)
    memory.reply.pointee.store(0, ordering: .sequentiallyConsistent)
    rt_futex_wake_shared(memory.reply, .max)
  }

  /// For how long the child owes a block.
  func owes(at now: Int64) -> Int64 {
    let since = cycle.pointee.pendingSince.load(ordering: .relaxed)
    return since == 0 ? 0 : now - since
  }

  /// Adds a fault; returns how many count now.
  func addFault(at now: Int64, window: Double) -> Int {
    record.faults.append(now)
    record.faults.removeAll { Double(now - $0) > window * 1e9 }
    return record.faults.count
  }

  /// What the parameters are before a plugin has told its own.
  private func setDefaults() {
    for (place, port) in descriptor.parameters.enumerated() {
      let value = port.defaultValue ?? port.minimum ?? 0
      memory.parameters[place].value = port.isRateScaled ? value * Float(rate) : value
    }
  }
}
