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
    _ request: StreamRequest, device: String
  ) throws(DriverError) -> StreamPair {
    try request.validate(for: device)
    var ends: [(pcm: PCM, request: PCMRequest)] = []
    var formats: [Deviation] = []
    for direction in PCM.Direction.allCases {
      guard var wanted = try PCMRequest(request, direction) else { continue }
      let pcm = try PCM(device, direction)
      // Told together with what else is not exact.
      if request.isStrict, let deviation = try Deviation(in: wanted.sampleFormat, of: pcm) {
        formats.append(deviation)
        wanted.sampleFormat = nil
      }
      ends.append((pcm, wanted))
    }
    let rate = try commonRate(ends, device: device)
    var configurations: [PCMConfiguration] = []
    for var end in ends {
      end.request.rate = rate
      if let first = configurations.first { end.request.periodFrames = first.periodFrames }
      configurations.append(try PCMConfiguration(end.pcm, end.request))
    }
    return try StreamPair(request, device, configurations, formats)
  }

  private init(
    _ request: StreamRequest, _ device: String, _ configurations: [PCMConfiguration],
    _ formats: [Deviation]
  ) throws(DriverError) {
    guard let driving = configurations.first, let last = configurations.last else {
      throw DriverError(.unsupported, "\(device): no channels to capture or play")
    }
    let periodFrames = driving.periodFrames
    let buffered = min(driving.bufferFrames, last.bufferFrames)
    guard buffered >= 2 * periodFrames else {
      throw DriverError(
        .unsupported,
        "\(device): a buffer of \(buffered) frames does not hold two periods of \(periodFrames); "
          + "choose a shorter period")
    }
    let capture = configurations.first { $0.pcm.direction == .capture }
    let playback = configurations.first { $0.pcm.direction == .playback }
    self.capture = capture
    self.playback = playback
    format = StreamFormat(
      rate: driving.rate, periodFrames: periodFrames, periods: last.bufferFrames / periodFrames,
      captureChannels: capture?.channels.count ?? 0,
      playbackChannels: playback?.channels.count ?? 0)
    let deviations = formats + Deviation.all(in: format, of: configurations, for: request)
    guard deviations.isEmpty || !request.isStrict else {
      throw Deviation.refusal(deviations, of: device)
    }
    adjustments = deviations.map { $0.adjustment(of: device) }
    for configuration in configurations {
      try configuration.applySoftware(periodFrames: periodFrames)
    }
    isLinked = capture.flatMap { first in playback.map { first.pcm.link(to: $0.pcm) } } ?? false
  }

  /// The rate nearest to the request that both directions have.
  private static func commonRate(
    _ ends: [(pcm: PCM, request: PCMRequest)], device: String
  ) throws(DriverError) -> Int {
    let wanted = ends.first?.request.rate ?? StreamRequest.defaultRate
    var rate = wanted
    // Each direction moves the rate to one it has; where both agree, neither moves it any more.
    for _ in 0..<3 {
      let before = rate
      for var end in ends {
        end.request.rate = rate
        rate = try PCMConfiguration.nearestRate(for: end.request, of: end.pcm)
      }
      if rate == before { return rate }
    }
    throw DriverError(
      .unsupported,
      "\(device) has no rate for both directions near \(wanted); choose another rate")
  }

  /// One line for each direction: what is used of it, and how.
  var details: [String] {
    [capture, playback].compactMap { $0?.detail }
  }
}
