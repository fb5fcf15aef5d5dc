// Control side.
import Foundation
public import Plugins
import Synchronization

/// The sandboxes of a host: makes sandboxed instances, and looks after their processes.
///
/// Thread: control.
public final class SandboxPool: Sendable {
  /// Creates an empty pool; nothing is started yet.
  ///
  /// The children's threads ask for SCHED_FIFO at `priority`, 0 for none. Without `isRealtime` blocks
  /// are waited for, as a render does. `tell` takes a line about each thing that happens, on any
  /// thread of the control side; `tellFault` a node whose process was ended by it, and how.
  public init(
    _ setting: SandboxSetting = SandboxSetting(), priority: Int = 0, isRealtime: Bool = true,
    tell: @escaping @Sendable (String) -> Void = { _ in },
    tellFault: @escaping @Sendable (_ node: String, _ what: String) -> Void = { _, _ in }
  ) {
    self.setting = setting
    self.priority = priority
    self.isRealtime = isRealtime
    self.tell = tell
    self.tellFault = tellFault
    ward = SandboxWard()
  }

  deinit { ward.end() }

  /// Makes an instance in a process of its own, or of a group that has a name.
  ///
  /// It is late when a block takes more than `periodShare` of the block's own time; nil is what the
  /// setting has. A plugin in quarantine is not started: the instance plays its input, or silence, and
  /// that is told.
  public func makeInstance(
    of descriptor: PluginDescriptor, node: String, group: String? = nil,
    periodShare: Double? = nil, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance {
    let process = ward.process(for: group) { whenEnded in
      SandboxProcess(
        setting: setting, priority: priority, isRealtime: isRealtime, tell: tell,
        tellFault: tellFault, whenEnded: whenEnded)
    }
    let made = try SandboxNode(
      number: try ward.nextNumber(in: process), name: node, descriptor: descriptor,
      periodShare: periodShare ?? setting.periodShare, rate: rate, maximumFrames: maximumFrames,
      setting: setting, isRealtime: isRealtime)
    if let entry = setting.quarantine.entry(descriptor.format, descriptor.identifier) {
      made.record.isQuarantined = true
      made.standing.withLock { $0.quarantine(entry.reason) }
      tell(
        "\(node): \(descriptor.name) is in quarantine since it \(entry.reason), and played without; "
          + "`tactus plugins quarantine --clear \(descriptor.identifier)` lets it out")
    } else {
      try process.add(made)
    }
    ward.look()
    return SandboxedInstance(made, process, in: self)
  }

  /// Whether a plugin is not started any more.
  public func isQuarantined(_ format: PluginFormat, _ identifier: String) -> Bool {
    setting.quarantine.entry(format, identifier) != nil
  }

  /// The children that run now.
  public var processIdentifiers: [Int32] { ward.processes.compactMap(\.processIdentifier) }

  private let setting: SandboxSetting
  private let priority: Int
  private let isRealtime: Bool
  private let tell: @Sendable (String) -> Void
  private let tellFault: @Sendable (String, String) -> Void
  private let ward: SandboxWard
}
