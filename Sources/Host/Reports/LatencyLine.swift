import Drivers

/// How late the sound is, for people.
struct LatencyLine: CustomStringConvertible {
  let deviceFrames: Int
  let graphFrames: Int
  let rate: Int

  init(_ driver: any Driver, graphFrames: Int) {
    deviceFrames = driver.playbackLatencyFrames
    self.graphFrames = graphFrames
    rate = driver.format.rate
  }

  /// `latency: device 5.3 ms + graph 1.2 ms`.
  var description: String {
    "latency: device \(milliseconds(deviceFrames)) ms + graph \(milliseconds(graphFrames)) ms"
  }

  private func milliseconds(_ frames: Int) -> String {
    let tenths = (Double(frames) * 10_000 / Double(rate)).rounded()
    return String(tenths / 10)
  }
}
