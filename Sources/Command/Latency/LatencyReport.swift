import Drivers
import RoundTrip

/// How long sound takes from a playback channel to a capture channel.
struct LatencyReport: Report {
  /// The driver's short name.
  let driver: String
  let device: String
  let format: StreamFormat
  /// One line for each thing that differs from what was asked for.
  let adjustments: [String]
  /// The longest way that can be told, in frames.
  let longestFrames: Int
  /// Every pair of channels.
  let pairs: [Pair]

  /// One playback channel and one capture channel, both counted from 1.
  struct Pair: Encodable, Equatable {
    /// What came of it.
    enum Outcome: String, Encodable {
      case measured, noSignal, tooLate, unsteady, xruns
    }

    /// Another way the sound took.
    struct Echo: Encodable, Equatable {
      let latencyFrames: Double
      let decibelsBelow: Double
    }

    let playback: Int
    let capture: Int
    let outcome: Outcome
    /// What the driver says about the way, in frames; nil when it says nothing.
    let reportedFrames: Int?
    /// The period JACK adds to what comes round in its graph; 0 for other ways.
    let turnFrames: Int
    /// The way itself: what was measured, but for the turn.
    var latencyFrames: Double?
    var latencyMilliseconds: Double?
    /// What was measured.
    var totalFrames: Double?
    /// From the shortest to the longest of the repetitions.
    var spreadFrames: Double?
    var gainDecibels: Double?
    var isInverted: Bool?
    var isClipped: Bool?
    var echo: Echo?
    /// How much more than the driver says.
    var differenceFrames: Double?
  }

  /// Whether any pair was measured.
  var hasFigures: Bool { pairs.contains { $0.outcome == .measured } }
}

extension LatencyReport.Pair {
  /// The pair of two channels, counted from 0; nil when xruns spoilt each attempt.
  init(
    playback: Int, capture: Int, result: RoundTripResult?, route: LatencyRoute, rate: Int
  ) {
    self.playback = playback + 1
    self.capture = capture + 1
    reportedFrames = route.reportedFrames
    turnFrames = route.turnFrames
    switch result {
    case nil: outcome = .xruns
    case .none(.noSignal)?: outcome = .noSignal
    case .none(.tooLate)?: outcome = .tooLate
    case .none(.unsteady)?: outcome = .unsteady
    case .measured(let measurement)?:
      outcome = .measured
      take(measurement, rate: rate)
    }
  }

  private mutating func take(_ measurement: RoundTripResult.Measurement, rate: Int) {
    let turn = Double(turnFrames)
    let latency = measurement.delayFrames - turn
    latencyFrames = latency
    latencyMilliseconds = latency / Double(rate) * 1000
    totalFrames = measurement.delayFrames
    spreadFrames = measurement.spreadFrames
    gainDecibels = measurement.gainDecibels
    isInverted = measurement.isInverted
    isClipped = measurement.isClipped
    echo = measurement.echo.map {
      Echo(latencyFrames: $0.delayFrames - turn, decibelsBelow: $0.decibelsBelow)
    }
    differenceFrames = reportedFrames.map { latency - Double($0) }
  }
}

/// What is known of the way between two channels beforehand.
struct LatencyRoute: Equatable {
  /// What the driver says about it, in frames.
  var reportedFrames: Int?
  /// What JACK needs for sound that comes round in its graph, in frames.
  var turnFrames = 0
}
