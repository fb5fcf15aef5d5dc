import Telemetry

/// Wake-ups, waits in queues, and lateness of the timer: a drawing and the figures of each.
struct DurationCards {
  let frame: TelemetryFrame

  var markup: [Markup] {
    guard !durations.isEmpty else { return [] }
    return ["<div class=\"pair\">\(durations.map { card($0.0, $0.1) })</div>"]
  }

  private var durations: [(String, DurationStatus)] {
    let wake = ("Wake-up of the audio thread after the device asked", frame.wake)
    let waits = frame.queues.map { ("Wait in the queue \($0.name)", $0.wait) }
    let timer = ("Lateness of scheduled items", frame.timer.lateness)
    return ([wake] + waits + [timer]).filter { $0.1.count > 0 }
  }

  private func card(_ title: String, _ duration: DurationStatus) -> Markup {
    let figures = [
      ("count", Figures.count(duration.count)),
      ("mean", Figures.duration(duration.meanNanoseconds)),
      ("p50", Figures.duration(duration.p50Nanoseconds)),
      ("p99", Figures.duration(duration.p99Nanoseconds)),
      ("p99.9", Figures.duration(duration.p999Nanoseconds)),
      ("max", Figures.duration(duration.maximumNanoseconds)),
    ].map { name, value -> Markup in "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
    return """
      <figure><figcaption>\(title)</figcaption>\
      \(DurationChart(title: title, duration: duration).markup)\
      <dl class="row">\(figures)</dl></figure>
      """
  }
}
