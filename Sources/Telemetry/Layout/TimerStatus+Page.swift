import CTelemetry

extension TimerStatus {
  init(_ field: telemetry_timer) {
    self.init()
    scheduled = Int(clamping: field.scheduled)
    fired = field.fired
    lateness = DurationStatus(field.lateness)
    var field = field
    next = PageArray.load(
      telemetry_next(&field), count: field.next_count, limit: TELEMETRY_MAX_SCHEDULED,
      decode: ScheduledStatus.init)
  }

  func encode(into field: inout telemetry_timer) {
    field.scheduled = Int64(scheduled)
    field.fired = fired
    field.lateness = lateness.field
    field.next_count = PageArray.store(
      next, in: telemetry_next(&field), limit: TELEMETRY_MAX_SCHEDULED
    ) { $0.encode(into: &$1) }
  }
}

extension ScheduledStatus {
  init(_ field: telemetry_scheduled) {
    self.init(
      name: PageText.load(field.name), queue: PageText.load(field.queue),
      dueNanoseconds: field.due_nanoseconds, intervalNanoseconds: field.interval_nanoseconds)
  }

  func encode(into field: inout telemetry_scheduled) {
    PageText.store(name, in: &field.name)
    PageText.store(queue, in: &field.queue)
    field.due_nanoseconds = dueNanoseconds
    field.interval_nanoseconds = intervalNanoseconds
  }
}
