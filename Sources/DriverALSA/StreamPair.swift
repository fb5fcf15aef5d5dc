// Control side.
import Drivers

/// The PCMs of one stream, set up to agree with each other.
struct StreamPair: Sendable {
  let capture: PCMConfiguration?
  let playback: PCMConfiguration?
  let isLinked: Bool
  let format: StreamFormat
  let adjustments: [String]

  /// Opens the device's directions that have channels, with what is nearest to `request`.
  static func open(
    _ request: StreamRequest, device: String, options: ALSAOptions
  ) throws(DriverError) -> StreamPair {
    try request.validate(for: device)
    var capture: PCM?
    var playback: PCM?
    if request.captureChannels > 0 { capture = try PCM(device, .capture) }
    if request.playbackChannels > 0 { playback = try PCM(device, .playback) }
    let rate = try commonRate(request, capture, playback, options)
    let periods = request.periods ?? defaultPeriods
    let wanted = request.periodFrames ?? StreamRequest.defaultPeriodFrames
    var first: PCMConfiguration?
    if let capture {
      first = try PCMConfiguration(
        capture, rate: rate, channels: request.captureChannels, periodFrames: wanted,
        periods: periods, options: options)
    }
    var second: PCMConfiguration?
    if let playback {
      second = try PCMConfiguration(
        playback, rate: rate, channels: request.playbackChannels,
        periodFrames: first?.periodFrames ?? wanted, periods: periods, options: options)
    }
    return try StreamPair(request, device, first, second)
  }

  /// Three: with USB cards two are not enough.
  static let defaultPeriods = 3

  private init(
    _ request: StreamRequest, _ device: String, _ capture: PCMConfiguration?,
    _ playback: PCMConfiguration?
  ) throws(DriverError) {
    guard let driving = capture ?? playback else {
      throw DriverError(.unsupported, "\(device): no channels to capture or play")
    }
    let periodFrames = driving.periodFrames
    let buffered = min(capture?.bufferFrames ?? .max, playback?.bufferFrames ?? .max)
    guard buffered >= 2 * periodFrames else {
      throw DriverError(
        .unsupported,
        "\(device): a buffer of \(buffered) frames does not hold two periods of \(periodFrames); "
          + "choose a shorter period")
    }
    for configuration in [capture, playback].compactMap({ $0 }) {
      try configuration.applySoftware(periodFrames: periodFrames)
    }
    self.capture = capture
    self.playback = playback
    isLinked = capture.flatMap { first in playback.map { first.pcm.link(to: $0.pcm) } } ?? false
    format = StreamFormat(
      rate: driving.rate, periodFrames: periodFrames,
      periods: (playback ?? driving).bufferFrames / periodFrames,
      captureChannels: capture?.channels ?? 0, playbackChannels: playback?.channels ?? 0)
    adjustments = Self.adjustments(request, device, format, capture, playback)
  }

  /// The rate nearest to the request that both directions have.
  private static func commonRate(
    _ request: StreamRequest, _ capture: PCM?, _ playback: PCM?, _ options: ALSAOptions
  ) throws(DriverError) -> Int {
    var rate = request.rate ?? StreamRequest.defaultRate
    // Each direction moves the rate to one it has; where both agree, neither moves it any more.
    for _ in 0..<3 {
      let before = rate
      if let capture {
        rate = try PCMConfiguration.nearestRate(
          to: rate, of: capture, channels: request.captureChannels, options: options)
      }
      if let playback {
        rate = try PCMConfiguration.nearestRate(
          to: rate, of: playback, channels: request.playbackChannels, options: options)
      }
      if rate == before { return rate }
    }
    throw DriverError(
      .unsupported,
      "\(capture?.device ?? "the device") has no rate for both directions near "
        + "\(request.rate ?? StreamRequest.defaultRate); choose another rate")
  }

  private static func adjustments(
    _ request: StreamRequest, _ device: String, _ format: StreamFormat,
    _ capture: PCMConfiguration?, _ playback: PCMConfiguration?
  ) -> [String] {
    var lines: [String] = []
    if let rate = request.rate, rate != format.rate {
      lines.append("rate \(rate) is not supported by \(device), using \(format.rate)")
    }
    if let frames = request.periodFrames, frames != format.periodFrames {
      lines.append(
        "a period of \(frames) is not supported by \(device), using \(format.periodFrames)")
    }
    if let periods = request.periods, periods != format.periods {
      lines.append(
        "\(periods) periods are not supported by \(device), using \(format.periods)")
    }
    let channels = [
      capture?.channelAdjustment(wanted: request.captureChannels),
      playback?.channelAdjustment(wanted: request.playbackChannels),
    ]
    return lines + channels.compactMap { $0 }
  }
}
