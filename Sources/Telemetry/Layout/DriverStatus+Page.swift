import CTelemetry

extension DriverStatus {
  init(_ field: telemetry_driver) {
    self.init()
    name = PageText.load(field.name)
    device = PageText.load(field.device)
    reason = PageText.load(field.reason)
    rate = Int(clamping: field.rate)
    periodFrames = Int(clamping: field.period_frames)
    periods = Int(clamping: field.periods)
    latencyFrames = Int(clamping: field.latency_frames)
    xruns = field.xruns
    suspends = field.suspends
    stalls = field.stalls
    faults = field.faults
    recoveries = field.recoveries
    periodsRun = field.periods_run
  }

  func encode(into field: inout telemetry_driver) {
    PageText.store(name, in: &field.name)
    PageText.store(device, in: &field.device)
    PageText.store(reason, in: &field.reason)
    field.rate = Int64(rate)
    field.period_frames = Int64(periodFrames)
    field.periods = Int64(periods)
    field.latency_frames = Int64(latencyFrames)
    field.xruns = xruns
    field.suspends = suspends
    field.stalls = stalls
    field.faults = faults
    field.recoveries = recoveries
    field.periods_run = periodsRun
  }
}
