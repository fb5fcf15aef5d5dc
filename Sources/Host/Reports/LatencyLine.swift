import Drivers

/// How late the sound is, for people.
struct LatencyLine: CustomStringConvertible {
  let deviceFrames: Int
  /// What capture takes by a clock of its own; nil when there is one clock.
  let captureFrames: Int?
  let graphFrames: Int
  let rate: Int

  init(_ driver: any Driver, graphFrames: Int) {
    deviceFrames = driver.playbackLatencyFrames
    let capture = driver.captureLatencyFrames
    captureFrames = capture > driver.format.periodFrames ? capture : nil
    self.graphFrames = graphFrames
    rate = driver.format.rate
  }

  /// `latency: device 5.3 ms + graph 1.2 ms`, and in front of it `capture 17.0 ms +` where a bridge
  /// between two clocks is.
  var description: String {
    let capture = captureFrames.map { "capture \(milliseconds($0)) ms + " } ?? ""
    return "latency: \(capture)device \(milliseconds(deviceFrames)) ms + "
      + "graph \(milliseconds(graphFrames)) ms"
  }

  private func milliseconds(_ frames: Int) -> String {
    let tenths = (Double(frames) * 10_000 / Double(rate)).rounded()
    return String(tenths / 10)
  }
}
