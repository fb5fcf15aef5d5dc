import Foundation
import Telemetry
import TelemetryTestSupport
import TestSupport
import Testing

@testable import Metrics

@Suite("Metrics text") struct MetricsTextTests {
  @Test func followsTheGrammar() throws {
    let text = MetricsText.render(frame())
    let samples = try ExpositionParser.parse(text)
    #expect(samples.count > 100)
    #expect(Set(samples.map(\.series)).count == samples.count)
  }

  @Test(.enabled(if: Tools.isInstalled("promtool"), "promtool is not installed"))
  func pleasesPromtool() throws {
    try withTemporaryDirectory { directory in
      let file = directory.appending(path: "metrics.prom")
      try Data(MetricsText.render(frame()).utf8).write(to: file)
      let promtool = try RunningProgram(["sh", "-c", "promtool check metrics <'\(file.path)'"])
      let outcome = promtool.wait()
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty && outcome.output.isEmpty)
    }
  }

  @Test func tellsWhatTheFrameSays() throws {
    var frame = frame()
    frame.driver.xruns = 7
    frame.wake.p99Nanoseconds = 250_000
    frame.wake.count = 4
    frame.wake.meanNanoseconds = 100_000
    let text = MetricsText.render(frame)
    #expect(text.contains("\ntactus_xruns_total{host=\"stage\"} 7\n"))
    #expect(text.contains("\ntactus_wake_seconds{host=\"stage\",quantile=\"0.99\"} 0.00025\n"))
    #expect(text.contains("\ntactus_wake_seconds_sum{host=\"stage\"} 0.0004\n"))
    #expect(text.contains("\ntactus_wake_seconds_count{host=\"stage\"} 4\n"))
    #expect(text.contains("\ntactus_period_seconds{host=\"stage\"} 0.005333333333333333\n"))
  }

  @Test func escapesLabels() throws {
    var frame = frame()
    frame.nodes[0].name = "a \"b\" \\ c\nd"
    let text = MetricsText.render(frame)
    #expect(text.contains("node=\"a \\\"b\\\" \\\\ c\\nd\""))
    #expect(try ExpositionParser.parse(text).contains { $0.series.contains("a \\\"b\\\"") })
  }

  @Test func namesAHostWithoutNameByItsProcess() {
    var frame = frame()
    frame.instance = ""
    #expect(MetricsText.render(frame).contains("tactus_xruns_total{host=\"4711\"} "))
  }

  @Test func keepsTheFirstOfTwoWithOneName() throws {
    var frame = frame()
    frame.nodes[1].name = frame.nodes[0].name
    let series = try ExpositionParser.parse(MetricsText.render(frame)).map(\.series)
    #expect(Set(series).count == series.count)
  }

  @Test func writesNumbersThatAreNone() throws {
    var frame = frame()
    frame.load.now = .nan
    var meter = MeterStatus()
    meter.name = "mix"
    meter.truePeak = .infinity
    frame.meters = [meter]
    let text = MetricsText.render(frame)
    #expect(text.contains("tactus_load_ratio{host=\"stage\"} NaN\n"))
    #expect(
      text.contains("tactus_meter_true_peak_ratio{host=\"stage\",meter=\"mix\"} +Inf\n"))
    #expect(
      text.contains(
        "tactus_meter_integrated_loudness_lufs{host=\"stage\",meter=\"mix\"} -Inf\n"))
    #expect(throws: Never.self) { try ExpositionParser.parse(text) }
  }

  @Test func leavesOutWhatThereIsNot() throws {
    let text = MetricsText.render(TelemetryFrame())
    #expect(!text.contains("tactus_node_") && !text.contains("tactus_period_seconds"))
    #expect(throws: Never.self) { try ExpositionParser.parse(text) }
  }

  private func frame() -> TelemetryFrame {
    var frames = RandomFrames(seed: 7)
    frames.addCause()
    return frames.next()
  }
}

/// A strict reader of the text format 0.0.4.
enum ExpositionParser {
  struct Sample: Equatable {
    var series: String
    var value: Double
  }

  struct Refusal: Error, CustomStringConvertible {
    var description: String
  }

  static func parse(_ text: String) throws -> [Sample] {
    guard text.isEmpty || text.hasSuffix("\n") else { throw Refusal(description: "no last end") }
    var samples: [Sample] = []
    var types: [String: String] = [:]
    var helped: Set<String> = []
    var family = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) {
      if let match = line.wholeMatch(of: /# HELP ([a-z_][a-z_0-9]*) (.+)/) {
        guard helped.insert(String(match.1)).inserted else { throw Refusal(description: line) }
      } else if let match = line.wholeMatch(of: /# TYPE ([a-z_][a-z_0-9]*) (counter|gauge|summary)/)
      {
        family = String(match.1)
        guard helped.contains(family), types[family] == nil else {
          throw Refusal(description: line)
        }
        types[family] = String(match.2)
        guard (match.2 == "counter") == family.hasSuffix("_total") else {
          throw Refusal(description: line)
        }
      } else {
        samples.append(try sample(line, of: family, type: types[family]))
      }
    }
    return samples
  }

  private static func sample(_ line: String, of family: String, type: String?) throws -> Sample {
    let pattern =
      /([a-z_][a-z_0-9]*)(\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\"n])*")*\})? (\S+)/
    guard let match = line.wholeMatch(of: pattern), let type else {
      throw Refusal(description: line)
    }
    let names = type == "summary" ? [family, family + "_sum", family + "_count"] : [family]
    let value: Double? =
      switch match.3 {
      case "NaN": .nan
      case "+Inf": .infinity
      case "-Inf": -.infinity
      default: Double(match.3)
      }
    guard names.contains(String(match.1)), let value else { throw Refusal(description: line) }
    return Sample(series: String(match.1) + (match.2 ?? ""), value: value)
  }
}
