// Control side.
import CALSA
import Drivers

/// What a PCM can do, narrowed down choice by choice until it is applied.
final class HardwareParameters {
  let pcm: PCM
  let pointer: OpaquePointer

  /// Everything the PCM can do.
  init(_ pcm: PCM) throws(DriverError) {
    var pointer: OpaquePointer?
    snd_pcm_hw_params_malloc(&pointer)
    guard let pointer else { throw DriverError(.failed, "\(pcm.device): no memory") }
    self.pcm = pcm
    self.pointer = pointer
    try pcm.check("asking what it can do") { snd_pcm_hw_params_any($0, pointer) }
  }

  deinit { snd_pcm_hw_params_free(pointer) }

  /// Chooses how samples get to the PCM and back.
  func setAccess(_ wanted: SampleAccess?) throws(DriverError) -> PCMAccess {
    let choices = PCMAccess.choices(wanted, isCard: snd_pcm_type(pcm.pointer) == SND_PCM_TYPE_HW)
    let found = choices.first {
      snd_pcm_hw_params_test_access(pcm.pointer, pointer, $0.constant) == 0
    }
    guard let found else {
      let cure = wanted == nil ? "try plug:\(pcm.device)" : "leave the access to the driver"
      throw DriverError(
        .unsupported, "\(pcm.device) has no \(wanted?.rawValue ?? "linear") access; \(cure)")
    }
    try set("its access") { snd_pcm_hw_params_set_access($0, $1, found.constant) }
    return found.access
  }

  /// The formats the PCM has that the driver converts.
  var sampleFormats: [SampleFormat] {
    SampleFormat.allCases.filter {
      snd_pcm_hw_params_test_format(pcm.pointer, pointer, $0.constant) == 0
    }
  }

  /// Chooses `wanted`, or the first of the formats the PCM has.
  func setFormat(_ wanted: SampleFormat?) throws(DriverError) -> SampleFormat {
    let offered = sampleFormats
    guard let chosen = wanted ?? offered.first, offered.contains(chosen) else {
      let names = offered.map(\.name).joined(separator: ", ")
      let what = wanted.map { "sample format \($0.name)" } ?? "a linear sample format"
      throw DriverError(
        .unsupported,
        "\(pcm.device) does not have \(what) for \(pcm.direction.rawValue)"
          + (names.isEmpty ? "; try plug:\(pcm.device)" : "; it has \(names)"))
    }
    try set("sample format \(chosen.name)") {
      snd_pcm_hw_params_set_format($0, $1, chosen.constant)
    }
    return chosen
  }

  /// Chooses the least number of channels that is enough, else the nearest.
  func setChannels(_ wanted: Int) throws(DriverError) -> Int {
    var channels = UInt32(wanted)
    let isEnough = ALSALibrary.capturing {
      snd_pcm_hw_params_set_channels_min(pcm.pointer, pointer, &channels)
    }.result
    channels = UInt32(wanted)
    try set("\(wanted) channels") {
      isEnough == 0
        ? snd_pcm_hw_params_set_channels_first($0, $1, &channels)
        : snd_pcm_hw_params_set_channels_near($0, $1, &channels)
    }
    return Int(channels)
  }

  /// Leaves out rates that the library would make from the card's own.
  func refuseResampling() throws(DriverError) {
    try set("its own rates") { snd_pcm_hw_params_set_rate_resample($0, $1, 0) }
  }

  /// Chooses the nearest rate, in frames per second.
  func setRate(near wanted: Int) throws(DriverError) -> Int {
    var rate = UInt32(wanted)
    try set("rate \(wanted)") { snd_pcm_hw_params_set_rate_near($0, $1, &rate, nil) }
    return Int(rate)
  }

  /// Leaves out periods of which the longest buffer does not hold two, if it holds two of any.
  func requireTwoPeriods() {
    var periods: UInt32 = 2
    _ = ALSALibrary.capturing {
      snd_pcm_hw_params_set_periods_min(pcm.pointer, pointer, &periods, nil)
    }
  }

  /// Chooses the nearest period, in frames.
  func setPeriod(near wanted: Int) throws(DriverError) -> Int {
    var frames = snd_pcm_uframes_t(wanted)
    try set("a period of \(wanted)") {
      snd_pcm_hw_params_set_period_size_near($0, $1, &frames, nil)
    }
    return Int(frames)
  }

  /// Chooses the nearest length of the buffer, in frames.
  func setBuffer(near wanted: Int) throws(DriverError) -> Int {
    var frames = snd_pcm_uframes_t(wanted)
    try set("a buffer of \(wanted) frames") {
      snd_pcm_hw_params_set_buffer_size_near($0, $1, &frames)
    }
    return Int(frames)
  }

  /// Sets the PCM up with what was chosen.
  func apply() throws(DriverError) {
    try set("setting it up") { snd_pcm_hw_params($0, $1) }
  }

  private func set(
    _ what: String, _ call: (OpaquePointer, OpaquePointer) -> CInt
  ) throws(DriverError) {
    try pcm.check(what) { call($0, pointer) }
  }
}
