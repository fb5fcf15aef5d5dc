/// The time of a recording below a drawing, by the clock on the wall.
struct TimeAxis {
  let startUnixNanoseconds: Int64
  let durationNanoseconds: Int64
  let clock: DayTime

  private static let steps: [Int64] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  ]
  private static let mostTicks: Int64 = 9

  /// Where a moment of the recording is, as a share of its length.
  func share(_ nanoseconds: Int64) -> Double {
    Double(nanoseconds) / Double(max(1, durationNanoseconds))
  }

  /// Round times.
  var ticks: [(share: Double, label: String)] {
    let seconds = durationNanoseconds / 1_000_000_000
    let step = Self.steps.first { seconds / $0 < Self.mostTicks } ?? (seconds / Self.mostTicks)
    let offset = Int64(clock.offset(at: startUnixNanoseconds))
    let local = startUnixNanoseconds / 1_000_000_000 + offset
    var ticks: [(share: Double, label: String)] = []
    var time = (local / step + 1) * step
    while ticks.count <= Self.mostTicks {
      let unix = (time - offset).multipliedReportingOverflow(by: 1_000_000_000)
      let place = unix.partialValue &- startUnixNanoseconds
      guard !unix.overflow, place >= 0, place <= durationNanoseconds else { break }
      let label = step < 60 ? clock.time(unix.partialValue) : clock.shortTime(unix.partialValue)
      ticks.append((share(place), label))
      time += step
    }
    return ticks
  }
}
