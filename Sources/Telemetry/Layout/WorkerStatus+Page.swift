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
  }
}
