internal import WorkQueues

/// Turns the values of a task class file into a table.
struct TaskClassReader {
  let log: ProblemLog

  /// The spelling of the categories in files.
  private enum CategoryName: String, CaseIterable {
    case high = "High"
    case medium = "Medium"
    case low = "Low"

    var category: TaskClass.Category {
      switch self {
      case .high: .high
      case .medium: .medium
      case .low: .low
      }
    }
  }

  func table(_ root: YAMLValue) -> TaskClassTable? {
    guard !root.isNothing,
      var file = YAMLSection(root, place: "the task class file", log: log)
    else { return nil }
    let responsiveness = responsiveness(file.entry("systemResponsiveness")?.value)
    let values = file.list("classes", of: "task classes")
    file.finish()
    guard let values else {
      if !file.has("classes") { log.error(file.mark, "the task class file needs `classes:`") }
      return nil
    }
    if values.isEmpty { log.error(file.mark, "`classes:` must have at least one task class") }
    return TaskClassTable(
      classes: classes(values), systemResponsivenessPercent: responsiveness)
  }

  /// Windows rounds what is no multiple of ten, one way or the other by version; this does not.
  private func responsiveness(_ value: YAMLValue?) -> Int {
    let standard = TaskClassTable.builtIn.systemResponsivenessPercent
    guard let value else { return standard }
    guard let percent = value.integer, (10...100).contains(percent), percent % 10 == 0 else {
      log.error(
        value.mark,
        "`systemResponsiveness:` must be a multiple of 10 from 10 to 100, not \(value.summary)")
      return standard
    }
    return percent
  }

  private func classes(_ values: [YAMLValue]) -> [TaskClass] {
    var lines: [String: Int] = [:]
    return values.compactMap { value in
      guard let (taskClass, mark) = taskClass(value) else { return nil }
      // The registry of Windows does not tell capitals apart.
      let key = taskClass.name.lowercased()
      if let line = lines[key] {
        log.error(mark, "a task class named `\(taskClass.name)` is on line \(line) already")
      }
      lines[key] = lines[key] ?? mark.line
      return taskClass
    }
  }

  private func taskClass(_ value: YAMLValue) -> (TaskClass, SourceMark)? {
    guard let unnamed = YAMLSection(value, place: "a task class", log: log) else { return nil }
    var probe = unnamed
    let name = probe.requiredText("name")
    var section = unnamed.renamed(name.map { "task class `\($0.text)`" } ?? "a task class")
    _ = section.entry("name")
    let category = required("category", in: &section) { section in
      section.choice("category", of: CategoryName.self)
    }
    let priority = required("priority", in: &section) { $0.integer("priority", in: 1...8) }
    let backgroundPriority = section.integer("backgroundPriority", in: 1...8)
    let isBackgroundOnly = section.flag("backgroundOnly") ?? false
    let clockRate = section.integer("clockRate", in: 2000...10_000) ?? 10_000
    let affinity = affinity(section.entry("affinity")?.value)
    section.finish()
    guard let name, let category, let priority else { return nil }
    let taskClass = TaskClass(
      name: name.text, category: category.category, priority: priority,
      backgroundPriority: backgroundPriority, isBackgroundOnly: isBackgroundOnly,
      clockRateHundredNanoseconds: clockRate, affinityMask: affinity)
    return (taskClass, name.mark)
  }

  private func required<Value>(
    _ key: String, in section: inout YAMLSection, _ read: (inout YAMLSection) -> Value?
  ) -> Value? {
    if !section.has(key) { log.error(section.mark, "\(section.place) needs `\(key):`") }
    return read(&section)
  }

  private func affinity(_ value: YAMLValue?) -> UInt64 {
    guard let value else { return 0 }
    guard let mask = value.integer, mask >= 0 else {
      log.error(
        value.mark,
        "`affinity:` must be a mask of CPUs such as 0x3, or 0 for all, not \(value.summary)")
      return 0
    }
    return UInt64(mask)
  }
}
