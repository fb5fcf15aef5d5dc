import Realtime
import WorkQueues

/// The task classes in force.
struct ClassesReport: Report {
  /// `built-in`, or the file.
  let source: String
  let systemResponsivenessPercent: Int
  let classes: [Entry]

  init(_ table: TaskClassTable, source path: String?) {
    source = path ?? Self.builtIn
    systemResponsivenessPercent = table.systemResponsivenessPercent
    classes = table.classes.map(Entry.init)
  }

  func text(columns: Int?) -> String {
    let origin = source == Self.builtIn ? "the built-in table" : source
    return """
      Task classes of \(origin)

      \(table.text(columns: columns))

      -2 to +2: the place of a thread among those of its class.
      FIFO values are SCHED_FIFO priorities, higher is more urgent; NICE values are
      for threads that are not real-time, lower is more urgent.
      System responsiveness: \(systemResponsivenessPercent) % of the machine is left to everything else.
      """
  }

  private static let builtIn = "built-in"

  private var table: TextTable {
    let places = TaskClass.RelativePriority.allCases.map { place in
      TextTable.Column(
        title: place.rawValue > 0 ? "+\(place.rawValue)" : "\(place.rawValue)",
        isRightAligned: true)
    }
    var table = TextTable(
      [
        .init(title: "CLASS"), .init(title: "CATEGORY"),
        .init(title: "PRIORITY", isRightAligned: true), .init(title: "POLICY"),
      ] + places)
    for entry in classes {
      table.add(
        [entry.name, entry.category, "\(entry.priority)", entry.scheduling.policy]
          + entry.scheduling.values.map { "\($0)" })
    }
    return table
  }
}

extension ClassesReport {
  /// One class.
  struct Entry: Encodable {
    let name: String
    let category: String
    let priority: Int
    let backgroundPriority: Int
    let isBackgroundOnly: Bool
    let clockRateHundredNanoseconds: Int
    let affinityMask: UInt64
    let scheduling: Scheduling

    init(_ taskClass: TaskClass) {
      name = taskClass.name
      category = taskClass.category.rawValue
      priority = taskClass.priority
      backgroundPriority = taskClass.backgroundPriority
      isBackgroundOnly = taskClass.isBackgroundOnly
      clockRateHundredNanoseconds = taskClass.clockRateHundredNanoseconds
      affinityMask = taskClass.affinityMask
      scheduling = Scheduling(taskClass)
    }
  }

  /// What a class maps to, for the relative priorities from -2 to 2.
  struct Scheduling: Encodable {
    /// `FIFO` or `NICE`.
    let policy: String
    /// SCHED_FIFO priorities or nice values.
    let values: [Int]

    init(_ taskClass: TaskClass) {
      let all = TaskClass.RelativePriority.allCases.map { taskClass.scheduling($0) }
      values = all.map { scheduling in
        if case .normal(let nice) = scheduling { nice } else { scheduling.priority }
      }
      policy = all.contains { $0.priority == 0 } ? "NICE" : "FIFO"
    }
  }
}
