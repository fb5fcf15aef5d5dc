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
    capacity = Int(clamping: field.capacity)
    performed = [field.performed.0, field.performed.1, field.performed.2]
    refused = field.refused
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
    field.capacity = Int64(capacity)
    let counts = performed.prefix(3) + Array(repeating: 0, count: max(0, 3 - performed.count))
    field.performed = (counts[0], counts[1], counts[2])
    field.refused = refused
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
      maximumNanoseconds: field.maximum_nanoseconds)
  }

  var field: telemetry_duration {
    telemetry_duration(
      count: count, mean_nanoseconds: meanNanoseconds, p50_nanoseconds: p50Nanoseconds,
      p99_nanoseconds: p99Nanoseconds, maximum_nanoseconds: maximumNanoseconds)
  }
}
