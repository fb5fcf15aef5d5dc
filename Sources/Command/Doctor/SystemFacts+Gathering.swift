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
  /// Starts real-time threads for a moment and lists all plugins. `recordings` is a folder; `root`
  /// stands for the files of the machine, `jack` asks for its server. Thread: control.
  static func gathered(
    recordings folder: String = ".", root: SystemRoot = SystemRoot(),
    jack: () -> DriverProvider.Availability = { DriverProviders.jack.probe(nil) },
    catalogues: [any PluginCatalogue] = Catalogues.installed.all
  ) -> SystemFacts {
    var facts = SystemFacts()
    facts.gatherTaskClasses()
    facts.gatherUser(root)
    facts.gatherKernel(root)
    facts.gatherMachine(root)
    facts.coreCount = ProcessInfo.processInfo.activeProcessorCount
    facts.gatherProcesses(root)
    facts.gatherSound(root)
    facts.jack = jack()
    let place = URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false)
    facts.recordings = RecordingsLook(root, path: place.count > 1 ? place.trimmingSlash : place)
    facts.plugins = catalogues.map(PluginCount.init)
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
    threads = ThreadsLook(period: scheduling)
    do throws(SchedulingRefusal) {
      realtimeKit = .success(try SchedulingBrokers.realtimeKit.limits())
    } catch {
      realtimeKit = .failure(error)
    }
  }

  private mutating func gatherUser(_ root: SystemRoot) {
    isRoot = geteuid() == 0 && Self.isPrivileged(root)
    userName = NSUserName()
    groups = Self.groupNames()
    let limit = rt_priority_limit()
    priorityLimit = limit == .max ? nil : Int(limit)
    var memory = rlimit()
    if getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &memory) == 0 {
      lockedMemoryLimitBytes = Int(exactly: memory.rlim_cur)
    }
    var time = rlimit()
    if getrlimit(__rlimit_resource_t(__RLIMIT_RTTIME.rawValue), &time) == 0 {
      computingTime.microseconds = Int(exactly: time.rlim_cur)
    }
  }

  /// Whether the process may lock memory and raise priorities whatever the limits say: in a
  /// container root may not.
  static func isPrivileged(_ root: SystemRoot) -> Bool {
    let name = "CapEff:"
    let line = root.lines("/proc/self/status").first { $0.hasPrefix(name) }
    guard let words = line?.split(whereSeparator: \.isWhitespace), words.count == 2,
      let rights = UInt64(words[1], radix: 16)
    else { return true }
    // CAP_IPC_LOCK and CAP_SYS_NICE.
    let needed: UInt64 = 1 << 14 | 1 << 23
    return rights & needed == needed
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

extension ThreadsLook {
  /// Tries one thread of each kind a session with the usual task class has.
  fileprivate init(period: ThreadScheduling?) {
    var asked = [
      ("timer and waiter", WorkPlatform.timerScheduling), ("governor", Governor.scheduling),
    ]
    if let period {
      asked.insert(("periods and workers", period), at: 0)
      if period.priority > 0 {
        asked.append(("understudy", PeriodRelay.understudyScheduling(of: period)))
      }
    }
    kinds = asked.map { name, asked in
      Kind(name: name, asked: asked, granted: SystemFacts.Thread(asked)?.granted)
    }
  }
}

extension String {
  fileprivate var trimmingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
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
