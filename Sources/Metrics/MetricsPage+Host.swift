import Telemetry

extension MetricsPage {
  mutating func addHost(_ frame: TelemetryFrame) {
    add("host_info", .gauge, "The host that runs; always 1.") {
      $0.add(
        1,
        [
          MetricLabel("session", frame.session), MetricLabel("state", frame.state),
          MetricLabel("driver", frame.driver.name), MetricLabel("device", frame.driver.device),
          MetricLabel("process", "\(frame.processID)"),
        ])
    }
    addGauge(
      "uptime_seconds", "Time since the host started.", Double(frame.uptimeNanoseconds) / 1e9)
    addGauge("load_ratio", "Share of the period its work took lately.", frame.load.now)
    addGauge(
      "highest_load_ratio", "Largest share of a period its work took.", frame.load.highest)
    add("wake_seconds", .summary, "How late the audio thread ran after the device had asked.") {
      $0.add(frame.wake)
    }
    addCounter(
      "causes", "Periods that went wrong and were explained.", frame.causes.last?.number ?? 0)
    addGauge(
      "troubled_nodes", "Nodes not heard as they should be.", Double(frame.troubles.count))
  }

  mutating func addDriver(_ driver: DriverStatus) {
    let rate = Double(driver.rate)
    addGauge("sample_rate_hertz", "Frames per second.", rate)
    addGauge("period_frames", "Frames per period.", Double(driver.periodFrames))
    if rate > 0 {
      addGauge("period_seconds", "Length of a period.", Double(driver.periodFrames) / rate)
      addGauge(
        "playback_latency_seconds", "Latency of playback.", Double(driver.latencyFrames) / rate)
    }
    addCounter("periods", "Periods run.", driver.periodsRun)
    addCounter("xruns", "Periods that were too late for the device.", driver.xruns)
    addCounter("suspends", "Times the machine slept.", driver.suspends)
    addCounter("stalls", "Times the device fell silent without an error.", driver.stalls)
    addCounter("device_faults", "Errors of the device of other kinds.", driver.faults)
    addCounter("device_recoveries", "Times the device was started again.", driver.recoveries)
  }

  mutating func addDevices(_ devices: DeviceCounts) {
    addCounter("device_losses", "Devices that went away while they played.", devices.losses)
    addCounter("device_returns", "Times a device played again.", devices.returns)
    addCounter("device_switches", "Times another device was changed to.", devices.switches)
    addCounter(
      "device_failed_opens", "Times a device that was there could not be opened.",
      devices.failedOpens)
  }

  mutating func addGraph(_ graph: GraphStatus) {
    addGauge(
      "graph_latency_frames", "Frames that play comes after capture by the graph.",
      Double(graph.latencyFrames))
    addGauge("graph_threads", "Threads the plan is shared among.", Double(graph.threads))
    addCounter("graph_edits", "Edits of the graph.", graph.edits)
  }

  mutating func addTimer(_ timer: TimerStatus) {
    addGauge(
      "timer_scheduled_items", "Items that wait for their time.", Double(timer.scheduled))
    addCounter("timer_fired_items", "Items whose time came.", timer.fired)
    add("timer_lateness_seconds", .summary, "How late items came into their queues.") {
      $0.add(timer.lateness)
    }
  }
}
