import Loudness
import Telemetry

extension MeterStatus {
  /// What a loudness meter has measured of what has a name.
  init(_ name: String, _ reading: LoudnessReading) {
    self.init()
    self.name = name
    peak = reading.peak
    truePeak = reading.truePeak
    rms = reading.rms
    momentary = reading.momentary
    shortTerm = reading.shortTerm
    integrated = reading.integrated
    range = reading.range
  }
}
