import CTelemetry

extension GraphStatus {
  func encode(into page: inout telemetry_graph) {
    page.latency_frames = Int64(latencyFrames)
    page.threads = Int64(threads)
    page.items = Int64(items)
    page.edits = edits
  }

  init(_ page: telemetry_graph) {
    self.init()
    latencyFrames = Int(clamping: page.latency_frames)
    threads = Int(clamping: page.threads)
    items = Int(clamping: page.items)
    edits = page.edits
  }
}
