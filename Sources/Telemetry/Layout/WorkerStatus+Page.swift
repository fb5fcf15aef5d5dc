import CTelemetry

extension WorkerStatus {
  init(_ field: telemetry_worker) {
    self.init()
    name = PageText.load(field.name)
    queue = PageText.load(field.queue)
    threadID = field.thread_id
    kind = PageText.load(field.kind)
    policy = PageText.load(field.policy)
    priority = Int(clamping: field.priority)
    nice = Int(clamping: field.nice)
    grantedBy = PageText.load(field.granted_by)
    isStackLocked = field.stack_locked != 0
    performed = field.performed
    load = field.load
    run = DurationStatus(field.run)
    var field = field
    lane = PageArray.load(
      telemetry_lane(&field), count: field.lane_count, limit: TELEMETRY_MAX_LANE_SPANS,
      decode: LaneSpan.init)
  }

  func encode(into field: inout telemetry_worker) {
    PageText.store(name, in: &field.name)
    PageText.store(queue, in: &field.queue)
    field.thread_id = threadID
    PageText.store(kind, in: &field.kind)
    PageText.store(policy, in: &field.policy)
    field.priority = Int64(priority)
    field.nice = Int64(nice)
    PageText.store(grantedBy, in: &field.granted_by)
    field.stack_locked = isStackLocked ? 1 : 0
    field.performed = performed
    field.load = load
    field.run = run.field
    field.lane_count = PageArray.store(
      lane, in: telemetry_lane(&field), limit: TELEMETRY_MAX_LANE_SPANS
    ) { $0.encode(into: &$1) }
  }
}

extension LaneSpan {
  init(_ field: telemetry_lane_span) {
    self.init(
      name: PageText.load(field.name), startNanoseconds: field.start_nanoseconds,
      endNanoseconds: field.end_nanoseconds)
  }

  func encode(into field: inout telemetry_lane_span) {
    PageText.store(name, in: &field.name)
    field.start_nanoseconds = startNanoseconds
    field.end_nanoseconds = endNanoseconds
  }
}
