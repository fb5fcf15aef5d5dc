import CRealtime
import Foundation
import Host
import Plugins
import Realtime
import RealtimeKit
import WorkQueues

extension SystemFacts {
  /// The facts of this machine, this user and this program.
  ///
  /// Starts a real-time thread for a moment and lists all plugins. Thread: control.
  static func gathered() -> SystemFacts {
    var facts = SystemFacts()
    facts.gatherTaskClasses()
    facts.gatherUser()
    facts.gatherKernel()
    facts.gatherMachine()
    facts.gatherSound()
    facts.plugins = Catalogues.installed.all.map(PluginCount.init)
    return facts
  }

  /// The task classes, and what a thread of the usual one really gets.
  private mutating func gatherTaskClasses() {
    taskClassPath = TaskClassFile.locate()
    var table = TaskClassTable.builtIn
    do {
      table = try TaskClassFile.table()
    } catch {
      taskClassProblems = error.problems.map(\.description)
    }
    taskClassCount = table.classes.count
    let scheduling = (table["Pro Audio"] ?? table.classes.first)?.scheduling()
    thread = scheduling.flatMap(Thread.init)
    do throws(SchedulingRefusal) {
      realtimeKit = .success(try SchedulingBrokers.realtimeKit.limits())
    } catch {
      realtimeKit = .failure(error)
    }
  }

  private mutating func gatherUser() {
    isRoot = geteuid() == 0
    userName = NSUserName()
    groups = Self.groupNames()
    let limit = rt_priority_limit()
    priorityLimit = limit == .max ? nil : Int(limit)
    var memory = rlimit()
    if getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &memory) == 0 {
      lockedMemoryLimitBytes = Int(exactly: memory.rlim_cur)
    }
  }

  private static func groupNames() -> [String] {
    var identifiers = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
    let count = getgroups(Int32(identifiers.count), &identifiers)
    let all = [getegid()] + identifiers.prefix(Int(max(0, count)))
    return Set(all).compactMap { getgrgid($0).map { String(cString: $0.pointee.gr_name) } }.sorted()
  }
}

extension SystemFacts.Thread {
  /// Starts a thread that asks for `scheduling`, and looks what it got; nil when it did not start.
  fileprivate init?(_ scheduling: ThreadScheduling) {
    guard
      let thread = try? RealtimeThread(
        name: "doctor", scheduling: scheduling, broker: SchedulingBrokers.realtimeKit,
        body: { _ in }, context: nil)
    else { return nil }
    thread.join()
    self.init(
      asked: scheduling, granted: thread.grant.granted, source: thread.grant.source,
      error: thread.grant.error,
      isStackLocked: thread.isStackLocked)
  }
}

extension SystemFacts.PluginCount {
  /// Lists a catalogue's plugins.
  fileprivate init(_ catalogue: any PluginCatalogue) {
    self.init(format: catalogue.format)
    do {
      let plugins = try catalogue.list()
      hosted = plugins.count { $0.missingFeatures.isEmpty }
      unsupported = plugins.count - hosted
      problems = catalogue.problems
    } catch {
      self.error = error.message
    }
  }
}
