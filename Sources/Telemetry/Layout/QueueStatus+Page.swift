import CTelemetry

extension QueueStatus {
  init(_ field: telemetry_queue) {
    self.init()
    name = PageText.load(field.name)
    kind = PageText.load(field.kind)
    taskClass = PageText.load(field.task_class)
    policy = PageText.load(field.policy)
    workers = Int(clamping: field.workers)
    priority = Int(clamping: field.priority)
    depth = Int(clamping: field.depth)
    highestDepth = Int(clamping: field.highest_depth)
    depths = PerPriority.list(field.depths).map(Int.init(clamping:))
    highestDepths = PerPriority.list(field.highest_depths).map(Int.init(clamping:))
    capacity = Int(clamping: field.capacity)
    performed = PerPriority.list(field.performed)
    refused = field.refused
    missedDeadlines = field.missed_deadlines
    savedWakes = field.saved_wakes
    itemsPerSecond = field.items_per_second
    load = field.load
    wait = DurationStatus(field.wait)
    run = DurationStatus(field.run)
  }

  func encode(into field: inout telemetry_queue) {
    PageText.store(name, in: &field.name)
    PageText.store(kind, in: &field.kind)
    PageText.store(taskClass, in: &field.task_class)
    PageText.store(policy, in: &field.policy)
    field.workers = Int64(workers)
    field.priority = Int64(priority)
    field.depth = Int64(depth)
    field.highest_depth = Int64(highestDepth)
    field.depths = PerPriority.fields(depths.map(Int64.init))
    field.highest_depths = PerPriority.fields(highestDepths.map(Int64.init))
    field.capacity = Int64(capacity)
    field.performed = PerPriority.fields(performed)
    field.refused = refused
    field.missed_deadlines = missedDeadlines
    field.saved_wakes = savedWakes
    field.items_per_second = itemsPerSecond
    field.load = load
    field.wait = wait.field
    field.run = run.field
  }
}

extension DurationStatus {
  init(_ field: telemetry_duration) {
    self.init(
      count: field.count, meanNanoseconds: field.mean_nanoseconds,
      p50Nanoseconds: field.p50_nanoseconds, p99Nanoseconds: field.p99_nanoseconds,
      p999Nanoseconds: field.p999_nanoseconds, maximumNanoseconds: field.maximum_nanoseconds)
    if field.bucket_count > 0 { buckets = Self.buckets(of: field) }
  }

  var field: telemetry_duration {
    var field = telemetry_duration()
    field.count = count
    field.mean_nanoseconds = meanNanoseconds
    field.p50_nanoseconds = p50Nanoseconds
    field.p99_nanoseconds = p99Nanoseconds
    field.p999_nanoseconds = p999Nanoseconds
    field.maximum_nanoseconds = maximumNanoseconds
    let buckets = (buckets ?? []).prefix(Int(TELEMETRY_MAX_BUCKETS))
    field.bucket_count = UInt64(buckets.count)
    withUnsafeMutableBytes(of: &field.buckets) {
      $0.copyBytes(from: buckets.withUnsafeBytes(Array.init))
    }
    return field
  }

  private static func buckets(of field: telemetry_duration) -> [UInt64] {
    withUnsafeBytes(of: field.buckets) { bytes in
      Array(
        bytes.bindMemory(to: UInt64.self).prefix(
          Int(min(field.bucket_count, UInt64(TELEMETRY_MAX_BUCKETS)))))
    }
  }
}

/// Arrays of three: one entry for each of the priorities -1, 0 and 1.
private enum PerPriority {
  static func list<Count>(_ fields: (Count, Count, Count)) -> [Count] {
    [fields.0, fields.1, fields.2]
  }

  /// The first three; those that are missing are zero.
  static func fields<Count: BinaryInteger>(_ list: [Count]) -> (Count, Count, Count) {
    let counts = list.prefix(3) + Array(repeating: 0, count: max(0, 3 - list.count))
    return (counts[0], counts[1], counts[2])
  }
}
