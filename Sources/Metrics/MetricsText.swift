public import Telemetry

/// What a host shows, as text for Prometheus.
public enum MetricsText {
  /// The media type of the text, for whoever serves it.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// The frame in Prometheus' text format 0.0.4: seconds and ratios, counters ending in `_total`,
  /// durations as summaries with the quantiles 0.5, 0.99 and 0.999.
  ///
  /// Every sample has the label `host`: the host's name among several, or else its process.
  ///
  /// - Thread: any.
  public static func render(_ frame: TelemetryFrame) -> String {
    var page = MetricsPage(
      host: frame.instance.isEmpty ? "\(frame.processID)" : frame.instance)
    page.addHost(frame)
    page.addDriver(frame.driver)
    page.addDevices(frame.devices)
    page.addGraph(frame.graph)
    page.addTimer(frame.timer)
    page.addQueues(frame.queues)
    page.addWorkers(frame.workers)
    page.addNodes(frame.nodes)
    page.addLevels(frame.levels)
    page.addMeters(frame.meters + [frame.loudness].compactMap(\.self))
    return page.text
  }
}

/// The text as it grows.
struct MetricsPage {
  private let common: [MetricLabel]
  private(set) var text = ""

  init(host: String) { common = [MetricLabel("host", host)] }

  /// Adds a metric with the samples that `fill` gives it.
  mutating func add(
    _ name: String, _ kind: MetricFamily.Kind, _ help: String,
    fill: (inout MetricFamily) -> Void
  ) {
    var family = MetricFamily(name, kind, help, common: common)
    fill(&family)
    text += family.text
  }

  /// Adds a metric with one sample.
  mutating func addGauge(_ name: String, _ help: String, _ value: Double) {
    add(name, .gauge, help) { $0.add(value) }
  }

  /// Adds a metric with one sample.
  mutating func addCounter(_ name: String, _ help: String, _ value: UInt64) {
    add(name + "_total", .counter, help) { $0.add(value) }
  }
}

extension MetricFamily {
  /// Adds the quantiles, the sum and the count of a duration.
  mutating func add(_ duration: DurationStatus, _ labels: [MetricLabel] = []) {
    let quantiles = [
      ("0.5", duration.p50Nanoseconds), ("0.99", duration.p99Nanoseconds),
      ("0.999", duration.p999Nanoseconds),
    ]
    for (quantile, nanoseconds) in quantiles {
      add(name, Self.text(Double(nanoseconds) / 1e9), labels + [MetricLabel("quantile", quantile)])
    }
    let sum = duration.meanNanoseconds * Double(duration.count) / 1e9
    add(name + "_sum", Self.text(sum), labels)
    add(name + "_count", "\(duration.count)", labels)
  }
}
