import Drivers
import SoundFiles
import Synchronization

extension AudioHost: FailoverStage {
  var isPlaying: Bool { phase.withLock { $0 == .running } }

  var graphLatencyFrames: Int { live.latencyFrames }

  func silence() -> Bool {
    fades.lost()
    return fades.isSilent
  }

  func sound() { fades.back() }

  func prepare(for format: StreamFormat) throws(HostError) -> FormatChange? {
    let present = selection.driver.format
    let isSameRate = format.rate == present.rate
    guard !isSameRate || format.periodFrames != present.periodFrames else { return nil }
    let fits = live.fits(rate: format.rate, maximumFrames: format.periodFrames)
    return FormatChange(
      format: format,
      graph: try fits
        ? nil : live.prepareRebuild(rate: format.rate, maximumFrames: format.periodFrames),
      tap: isSameRate ? nil : makeNextTap(rate: format.rate))
  }

  func commit(_ change: FormatChange) throws(HostError) {
    if let graph = change.graph {
      for line in try live.commit(graph) { events.add(line) }
    }
    for node in live.nodes { node.expect(periodFrames: change.format.periodFrames) }
    change.noteTaken()
    cycle.pointee.rate = Int64(change.format.rate)
    cycle.pointee.seam.fit(maximumFrames: change.format.periodFrames)
    fades.use(rate: change.format.rate)
    if let tap = change.tap { goOn(in: tap) }
    if cycle.pointee.take != nil {
      cycle.pointee.take = nil
      take?.end()
      events.add("the take is complete: the device's rate or period is another from here on")
    }
  }

  func hasChangedDriver() {
    edits.withLock { $0.toldLatencyFrames = nil }
    tellLatency()
  }

  private func makeNextTap(rate: Int) -> RecordingTap? {
    masterTap.withLock { $0.current }.map { RecordingTap(after: $0, rate: rate) }
  }

  private func goOn(in tap: RecordingTap) {
    masterTap.withLock { taps in
      taps.ending.append(contentsOf: [taps.current].compactMap(\.self))
      taps.current = tap
    }
    cycle.pointee.tap = tap.handle
    events.add(tap.wayOn)
  }
}

/// The recording of what is played.
struct MasterTap: Sendable {
  var current: RecordingTap?
  /// Those that are complete but for what is in their rings.
  var ending: [RecordingTap] = []

  /// Gives what has to be finished, once.
  mutating func takeEnding() -> [RecordingTap] {
    defer { ending = [] }
    return ending
  }
}
