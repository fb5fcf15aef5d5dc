// Control side.
public import Realtime

/// A class of real-time work: how urgent its threads are, next to those of other classes.
///
/// The classes of the Multimedia Class Scheduler Service, with its meanings: `priority` orders
/// classes within a category; for the high category it is always treated as 2.
public struct TaskClass: Sendable, Equatable {
  /// How much a class matters to the machine.
  public enum Category: String, Sendable, CaseIterable {
    /// Above all but the sound card's interrupt: SCHED_FIFO 80 to 88.
    case high
    /// Above the threaded interrupts: SCHED_FIFO 60 to 75.
    case medium
    /// Not real-time: SCHED_OTHER with nice 0 to -7.
    case low
  }

  /// Creates a class.
  public init(
    name: String, category: Category, priority: Int, backgroundPriority: Int? = nil,
    isBackgroundOnly: Bool = false, clockRateHundredNanoseconds: Int = 10_000,
    affinityMask: UInt64 = 0
  ) {
    self.name = name
    self.category = category
    self.priority = priority
    self.backgroundPriority = backgroundPriority ?? priority
    self.isBackgroundOnly = isBackgroundOnly
    self.clockRateHundredNanoseconds = clockRateHundredNanoseconds
    self.affinityMask = affinityMask
  }

  /// What sessions name it by, such as `Pro Audio`.
  public var name: String
  /// How much it matters to the machine.
  public var category: Category
  /// 1 to 8, within the category.
  public var priority: Int
  /// 1 to 8, for the low category.
  public var backgroundPriority: Int
  /// Never a matter of which window has the focus.
  public var isBackgroundOnly: Bool
  /// A hint how often its threads wake, in units of 100 ns.
  public var clockRateHundredNanoseconds: Int
  /// CPUs its threads may run on, bit 0 for the first; 0 for all.
  public var affinityMask: UInt64

  /// A thread's place among the threads of its class, -2 to 2.
  ///
  /// The values are those of AVRT_PRIORITY in `avrt.h`.
  public enum RelativePriority: Int, Sendable, CaseIterable {
    case veryLow = -2
    case low
    case normal
    case high
    case critical
  }

  /// The scheduling this class asks for.
  public func scheduling(_ relative: RelativePriority = .normal) -> ThreadScheduling {
    switch category {
    case .high: .fifo(priority: 84 + 2 * relative.rawValue)
    case .medium: .fifo(priority: min(75, max(60, 59 + 2 * priority + relative.rawValue)))
    case .low: .normal(nice: max(-7, min(0, 1 - backgroundPriority - relative.rawValue)))
    }
  }

  /// The classes a new Windows machine has, and the two its later versions added.
  public static let builtIn = [
    TaskClass(name: "Audio", category: .medium, priority: 6, isBackgroundOnly: true),
    TaskClass(name: "Capture", category: .medium, priority: 5, isBackgroundOnly: true),
    TaskClass(name: "Distribution", category: .medium, priority: 4, isBackgroundOnly: true),
    TaskClass(name: "Games", category: .medium, priority: 2),
    TaskClass(name: "Playback", category: .medium, priority: 3, backgroundPriority: 4),
    TaskClass(name: "Pro Audio", category: .high, priority: 1),
    TaskClass(name: "Window Manager", category: .medium, priority: 5, isBackgroundOnly: true),
    TaskClass(
      name: "DisplayPostProcessing", category: .high, priority: 8, backgroundPriority: 8,
      isBackgroundOnly: true),
    TaskClass(name: "Low Latency", category: .medium, priority: 6, isBackgroundOnly: true),
  ]
}

/// The task classes of a machine.
public struct TaskClassTable: Sendable, Equatable {
  /// Creates a table.
  public init(classes: [TaskClass], systemResponsivenessPercent: Int = 20) {
    self.classes = classes
    self.systemResponsivenessPercent = systemResponsivenessPercent
  }

  /// The built-in classes.
  public static let builtIn = TaskClassTable(classes: TaskClass.builtIn)

  /// In the order of the file.
  public var classes: [TaskClass]
  /// Share of the machine that real-time work leaves to everything else, 10 to 100.
  public var systemResponsivenessPercent: Int

  /// The class of that name.
  public subscript(name: String) -> TaskClass? { classes.first { $0.name == name } }
}
