// Control side.
import Drivers

/// Something a device does otherwise than it was asked.
struct Deviation: Equatable {
  /// What was asked, such as `rate 44100`.
  let wanted: String
  /// What it does instead, such as `48000`.
  let given: String
  let isPlural: Bool

  init(wanted: String, given: String, isPlural: Bool = false) {
    self.wanted = wanted
    self.given = given
    self.isPlural = isPlural
  }

  /// A sample format that the PCM lacks; nil when it has it, or none is asked for.
  init?(in format: SampleFormat?, of pcm: PCM) throws(DriverError) {
    guard let format else { return nil }
    let offered = try HardwareParameters(pcm).sampleFormats
    guard !offered.contains(format) else { return nil }
    self.init(
      wanted: "\(pcm.direction.rawValue) in sample format \(format)",
      given: offered.first?.name ?? "none")
  }

  /// For people, when the stream runs all the same.
  func adjustment(of device: String) -> String {
    "\(wanted) \(isPlural ? "are" : "is") not supported by \(device), using \(given)"
  }

  /// Why a device is refused that has to be exact.
  static func refusal(_ deviations: [Deviation], of device: String) -> DriverError {
    let list = deviations.map { "\($0.wanted) (nearest: \($0.given))" }.joined(separator: ", ")
    return DriverError(
      .unsupported,
      "\(device) cannot do exactly what was asked: \(list); ask for what it can, or leave strict out"
    )
  }

  /// What `configurations` lack of `request`.
  static func all(
    in format: StreamFormat, of configurations: [PCMConfiguration], for request: StreamRequest
  ) -> [Deviation] {
    var all: [Deviation] = []
    if let rate = request.rate, rate != format.rate {
      all.append(Deviation(wanted: "rate \(rate)", given: "\(format.rate)"))
    }
    if let frames = request.periodFrames, frames != format.periodFrames {
      all.append(Deviation(wanted: "a period of \(frames)", given: "\(format.periodFrames)"))
    }
    if let periods = request.periods, periods != format.periods {
      all.append(
        Deviation(wanted: "\(periods) periods", given: "\(format.periods)", isPlural: true))
    }
    for configuration in configurations {
      let direction = configuration.pcm.direction
      let wanted = request.channels(direction)
      guard configuration.channels.count < wanted else { continue }
      all.append(
        Deviation(
          wanted: "\(wanted) \(direction.rawValue) channels",
          given: "\(configuration.channels.count)", isPlural: true))
    }
    return all
  }
}

extension StreamRequest {
  func channels(_ direction: PCM.Direction) -> Int {
    switch direction {
    case .capture: captureChannels
    case .playback: playbackChannels
    }
  }
}
