import CTelemetry

extension TelemetryFrame {
  /// Fills `payload` with this frame.
  ///
  /// The process is not in it: the page's identity tells that.
  func encode(into payload: UnsafeMutablePointer<telemetry_payload>) {
    PageText.store(session, in: &payload.pointee.session)
    PageText.store(instance, in: &payload.pointee.instance)
    PageText.store(state, in: &payload.pointee.state)
    payload.pointee.uptime_nanoseconds = uptimeNanoseconds
    payload.pointee.scheduled_items = Int64(scheduledItems)
    driver.encode(into: &payload.pointee.driver)
    devices.encode(into: &payload.pointee.devices)
    graph.encode(into: &payload.pointee.graph)
    timer.encode(into: &payload.pointee.timer)
    payload.pointee.wake = wake.field
    encodeLoad(into: payload)
    encodeEntries(into: payload)
  }

  private func encodeLoad(into payload: UnsafeMutablePointer<telemetry_payload>) {
    payload.pointee.load_now = load.now
    payload.pointee.load_highest = load.highest
    payload.pointee.history_count = PageArray.store(
      load.history.suffix(Int(TELEMETRY_MAX_HISTORY)), in: telemetry_history(payload),
      limit: TELEMETRY_MAX_HISTORY
    ) { $1 = $0 }
  }

  private func encodeEntries(into payload: UnsafeMutablePointer<telemetry_payload>) {
    payload.pointee.queue_count = PageArray.store(
      queues, in: telemetry_queues(payload), limit: TELEMETRY_MAX_QUEUES, leftOut: leftOut.queues
    ) { $0.encode(into: &$1) }
    payload.pointee.worker_count = PageArray.store(
      workers, in: telemetry_workers(payload), limit: TELEMETRY_MAX_WORKERS,
      leftOut: leftOut.workers
    ) { $0.encode(into: &$1) }
    payload.pointee.node_count = PageArray.store(
      nodes, in: telemetry_nodes(payload), limit: TELEMETRY_MAX_NODES, leftOut: leftOut.nodes
    ) { $0.encode(into: &$1) }
    payload.pointee.trouble_count = PageArray.store(
      troubles, in: telemetry_troubles(payload), limit: TELEMETRY_MAX_TROUBLES,
      leftOut: leftOut.troubles
    ) { $0.encode(into: &$1) }
    payload.pointee.level_count = PageArray.store(
      levels, in: telemetry_levels(payload), limit: TELEMETRY_MAX_LEVELS, leftOut: leftOut.levels
    ) { $0.encode(into: &$1) }
    payload.pointee.meter_count = PageArray.store(
      meters, in: telemetry_meters(payload), limit: TELEMETRY_MAX_METERS, leftOut: leftOut.meters
    ) { $0.encode(into: &$1) }
    payload.pointee.loudness_count = PageArray.store(
      CollectionOfOne(loudness).compactMap { $0 }, in: telemetry_loudness(payload), limit: 1
    ) { $0.encode(into: &$1) }
    encodeEvents(into: payload)
    payload.pointee.cause_count = PageArray.store(
      causes.suffix(Int(TELEMETRY_MAX_CAUSES)), in: telemetry_causes(payload),
      limit: TELEMETRY_MAX_CAUSES
    ) { $0.encode(into: &$1) }
  }

  /// Of events the newest matter: the oldest are left out.
  private func encodeEvents(into payload: UnsafeMutablePointer<telemetry_payload>) {
    let newest = events.suffix(Int(TELEMETRY_MAX_EVENTS))
    payload.pointee.event_count = PageArray.store(
      newest, in: telemetry_events(payload), limit: TELEMETRY_MAX_EVENTS,
      leftOut: leftOut.events + events.count - newest.count
    ) { $0.encode(into: &$1) }
  }
}

extension TelemetryFrame {
  /// Reads a frame back; counts beyond the maxima are clamped.
  init(processID: Int32, payload: UnsafeMutablePointer<telemetry_payload>) {
    self.init()
    self.processID = processID
    session = PageText.load(payload.pointee.session)
    instance = PageText.load(payload.pointee.instance)
    state = PageText.load(payload.pointee.state)
    uptimeNanoseconds = payload.pointee.uptime_nanoseconds
    scheduledItems = Int(clamping: payload.pointee.scheduled_items)
    driver = DriverStatus(payload.pointee.driver)
    devices = DeviceCounts(payload.pointee.devices)
    graph = GraphStatus(payload.pointee.graph)
    timer = TimerStatus(payload.pointee.timer)
    wake = DurationStatus(payload.pointee.wake)
    decodeLoad(payload)
    decodeEntries(payload)
    decodeLeftOut(payload)
  }

  private mutating func decodeLoad(_ payload: UnsafeMutablePointer<telemetry_payload>) {
    load.now = payload.pointee.load_now
    load.highest = payload.pointee.load_highest
    load.history = PageArray.load(
      telemetry_history(payload), count: payload.pointee.history_count,
      limit: TELEMETRY_MAX_HISTORY
    ) { $0 }
  }

  private mutating func decodeEntries(_ payload: UnsafeMutablePointer<telemetry_payload>) {
    queues = PageArray.load(
      telemetry_queues(payload), count: payload.pointee.queue_count, limit: TELEMETRY_MAX_QUEUES,
      decode: QueueStatus.init)
    workers = PageArray.load(
      telemetry_workers(payload), count: payload.pointee.worker_count,
      limit: TELEMETRY_MAX_WORKERS, decode: WorkerStatus.init)
    nodes = PageArray.load(
      telemetry_nodes(payload), count: payload.pointee.node_count, limit: TELEMETRY_MAX_NODES,
      decode: NodeStatus.init)
    troubles = PageArray.load(
      telemetry_troubles(payload), count: payload.pointee.trouble_count,
      limit: TELEMETRY_MAX_TROUBLES, decode: TroubleStatus.init)
    levels = PageArray.load(
      telemetry_levels(payload), count: payload.pointee.level_count, limit: TELEMETRY_MAX_LEVELS,
      decode: LevelStatus.init)
    meters = PageArray.load(
      telemetry_meters(payload), count: payload.pointee.meter_count, limit: TELEMETRY_MAX_METERS,
      decode: MeterStatus.init)
    events = PageArray.load(
      telemetry_events(payload), count: payload.pointee.event_count, limit: TELEMETRY_MAX_EVENTS,
      decode: EventStatus.init)
    loudness =
      PageArray.load(
        telemetry_loudness(payload), count: payload.pointee.loudness_count, limit: 1,
        decode: MeterStatus.init
      ).first
    causes = PageArray.load(
      telemetry_causes(payload), count: payload.pointee.cause_count, limit: TELEMETRY_MAX_CAUSES,
      decode: CauseStatus.init)
  }

  private mutating func decodeLeftOut(_ payload: UnsafeMutablePointer<telemetry_payload>) {
    leftOut.queues = Int(payload.pointee.queue_count.left_out)
    leftOut.workers = Int(payload.pointee.worker_count.left_out)
    leftOut.nodes = Int(payload.pointee.node_count.left_out)
    leftOut.troubles = Int(payload.pointee.trouble_count.left_out)
    leftOut.levels = Int(payload.pointee.level_count.left_out)
    leftOut.meters = Int(payload.pointee.meter_count.left_out)
    leftOut.events = Int(payload.pointee.event_count.left_out)
  }
}
