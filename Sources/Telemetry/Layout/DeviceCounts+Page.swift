import CTelemetry

extension DeviceCounts {
  func encode(into page: inout telemetry_devices) {
    page.losses = losses
    page.returns = returns
    page.switches = switches
    page.failed_opens = failedOpens
  }

  init(_ page: telemetry_devices) {
    self.init(
      losses: page.losses, returns: page.returns, switches: page.switches,
      failedOpens: page.failed_opens)
  }
}
