import DriverJACK
import Drivers

/// What is known of the ways between a driver's channels, beside what is measured.
struct LatencyRoutes {
  private let paths: JACKPaths?
  private let reportedFrames: Int
  private let periodFrames: Int

  /// Asks a driver that runs, and the JACK server it is a client of.
  init(of driver: any Driver, server: String?) throws(DriverError) {
    paths = try (driver as? JACKDriver).map { driver throws(DriverError) in
      try JACKPaths(of: driver.clientName, server: server)
    }
    reportedFrames = driver.playbackLatencyFrames
    periodFrames = driver.format.periodFrames
  }

  /// The way from a playback channel to a capture channel, both counted from 0.
  func route(from playback: Int, to capture: Int) -> LatencyRoute {
    guard let paths else { return LatencyRoute(reportedFrames: reportedFrames) }
    guard paths.playbackLatencyFrames.indices.contains(playback),
      paths.captureLatencyFrames.indices.contains(capture)
    else { return LatencyRoute() }
    let comesRound = paths.capturesReached[playback].contains(capture)
    return LatencyRoute(
      reportedFrames: paths.playbackLatencyFrames[playback] + paths.captureLatencyFrames[capture],
      turnFrames: comesRound ? periodFrames : 0)
  }
}
