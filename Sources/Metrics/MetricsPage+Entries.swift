import Telemetry

extension MetricsPage {
  mutating func addQueues(_ queues: [QueueStatus]) {
    let priorities = ["-1", "0", "1"]
    func label(_ queue: QueueStatus) -> [MetricLabel] { [MetricLabel("queue", queue.name)] }
    func labels(_ queue: QueueStatus, _ priority: String) -> [MetricLabel] {
      label(queue) + [MetricLabel("priority", priority)]
    }
    add("queue_items_total", .counter, "Items performed.") { family in
      for queue in queues {
        for (count, priority) in zip(queue.performed, priorities) {
          family.add(count, labels(queue, priority))
        }
      }
    }
    add("queue_depth_items", .gauge, "Items waiting.") { family in
      for queue in queues {
        for (count, priority) in zip(queue.depths, priorities) {
          family.add(count, labels(queue, priority))
        }
      }
    }
    add("queue_workers", .gauge, "Threads that perform items.") { family in
      for queue in queues { family.add(queue.workers, label(queue)) }
    }
    add("queue_load_ratio", .gauge, "Share of its workers' time spent in items.") { family in
      for queue in queues { family.add(queue.load, label(queue)) }
    }
    addCounters(
      "queue_refused_items", "Items refused because the queue was full.", queues, label,
      \.refused)
    addCounters(
      "queue_missed_deadlines", "Items that were not done in time.", queues, label,
      \.missedDeadlines)
    addCounters(
      "queue_saved_wakes", "Wake calls that were not needed.", queues, label, \.savedWakes)
    add("queue_wait_seconds", .summary, "From put to start.") { family in
      for queue in queues { family.add(queue.wait, label(queue)) }
    }
    add("queue_run_seconds", .summary, "From start to end.") { family in
      for queue in queues { family.add(queue.run, label(queue)) }
    }
  }

  mutating func addWorkers(_ workers: [WorkerStatus]) {
    func labels(_ worker: WorkerStatus) -> [MetricLabel] {
      [
        MetricLabel("thread", worker.name), MetricLabel("queue", worker.queue),
        MetricLabel("thread_id", "\(worker.threadID)"),
      ]
    }
    addCounters("worker_items", "Items performed.", workers, labels, \.performed)
    add("worker_load_ratio", .gauge, "Share of the time spent in items.") { family in
      for worker in workers { family.add(worker.load, labels(worker)) }
    }
    add("worker_priority", .gauge, "Real-time priority it really has, 0 for none.") { family in
      for worker in workers { family.add(worker.priority, labels(worker)) }
    }
  }

  mutating func addNodes(_ nodes: [NodeStatus]) {
    func label(_ node: NodeStatus) -> [MetricLabel] { [MetricLabel("node", node.name)] }
    let shares: [(String, String, KeyPath<NodeStatus, Double>)] = [
      ("node_load_ratio", "Share of the period it took lately.", \.share),
      ("node_p50_load_ratio", "Share that half of all periods did not exceed.", \.p50Share),
      ("node_p99_load_ratio", "Share that 99 of 100 periods did not exceed.", \.p99Share),
      ("node_highest_load_ratio", "Largest share of a period it took.", \.highestShare),
    ]
    for (name, help, share) in shares {
      add(name, .gauge, help) { family in
        for node in nodes { family.add(node[keyPath: share], label(node)) }
      }
    }
    addCounters("node_late_periods", "Periods it was not done in.", nodes, label, \.late)
    add("node_lost_frames_total", .counter, "Frames it could not play or record.") { family in
      for node in nodes { family.add(node.lostFrames, label(node)) }
    }
    let flags: [(String, String, KeyPath<NodeStatus, Bool>)] = [
      ("node_bypassed", "Whether its input goes past it.", \.isBypassed),
      ("node_muted", "Whether it is silenced.", \.isMuted),
      ("node_late", "Whether it does not come in time.", \.isLate),
      ("node_critical", "Whether it lies on the longest way.", \.isCritical),
    ]
    for (name, help, flag) in flags {
      add(name, .gauge, help) { family in
        for node in nodes { family.add(node[keyPath: flag] ? 1 : 0, label(node)) }
      }
    }
  }

  mutating func addLevels(_ levels: [LevelStatus]) {
    add("level_peak_ratio", .gauge, "Largest sample lately; 1 is full scale.") { family in
      for level in levels { family.add(Double(level.hold), [MetricLabel("channel", level.name)]) }
    }
  }

  mutating func addMeters(_ meters: [MeterStatus]) {
    func label(_ meter: MeterStatus) -> [MetricLabel] { [MetricLabel("meter", meter.name)] }
    add("meter_true_peak_ratio", .gauge, "Largest magnitude; 1 is full scale.") { family in
      for meter in meters { family.add(meter.truePeak, label(meter)) }
    }
    let loudness: [(String, String, KeyPath<MeterStatus, Double?>)] = [
      ("meter_momentary_loudness_lufs", "Loudness of the last 0.4 s.", \.momentary),
      ("meter_short_term_loudness_lufs", "Loudness of the last 3 s.", \.shortTerm),
      ("meter_integrated_loudness_lufs", "Loudness of all there was.", \.integrated),
    ]
    for (name, help, value) in loudness {
      add(name, .gauge, help) { family in
        for meter in meters { family.add(meter[keyPath: value] ?? -.infinity, label(meter)) }
      }
    }
  }

  private mutating func addCounters<Entry>(
    _ name: String, _ help: String, _ entries: [Entry], _ labels: (Entry) -> [MetricLabel],
    _ count: KeyPath<Entry, UInt64>
  ) {
    add(name + "_total", .counter, help) { family in
      for entry in entries { family.add(entry[keyPath: count], labels(entry)) }
    }
  }
}
