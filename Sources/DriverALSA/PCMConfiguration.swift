// Control side.
import CALSA
import Drivers

/// What was settled with one PCM.
struct PCMConfiguration: Sendable {
  let pcm: PCM
  let isMapped: Bool
  let sampleFormat: SampleFormat
  /// Channels of the card.
  let deviceChannels: Int
  /// Channels of those that are used.
  let channels: Int
  let rate: Int
  let periodFrames: Int
  let bufferFrames: Int

  /// The rate nearest to `wanted` that the PCM has.
  static func nearestRate(
    to wanted: Int, of pcm: PCM, channels: Int, options: ALSAOptions
  ) throws(DriverError) -> Int {
    let parameters = try HardwareParameters(pcm)
    _ = try parameters.setAccess(options.access)
    _ = try parameters.setFormat(options.sampleFormat)
    _ = try parameters.setChannels(near: channels)
    return try parameters.setRate(near: wanted)
  }

  /// Chooses what is nearest to the request and sets the PCM up.
  ///
  /// Some of the library's plugins offer formats that they then cannot convert together with the
  /// rate: the next one is tried.
  init(
    _ pcm: PCM, rate: Int, channels: Int, periodFrames: Int, periods: Int, options: ALSAOptions
  ) throws(DriverError) {
    let offered = options.sampleFormat == nil ? try HardwareParameters(pcm).sampleFormats : []
    var first: DriverError?
    for format in offered {
      var narrowed = options
      narrowed.sampleFormat = format
      do throws(DriverError) {
        try self.init(
          exactly: pcm, rate: rate, channels: channels, periodFrames: periodFrames,
          periods: periods, options: narrowed)
        return
      } catch {
        guard error.code == .failed || error.code == .unsupported else { throw error }
        first = first ?? error
      }
    }
    if let first { throw first }
    try self.init(
      exactly: pcm, rate: rate, channels: channels, periodFrames: periodFrames, periods: periods,
      options: options)
  }

  private init(
    exactly pcm: PCM, rate: Int, channels: Int, periodFrames: Int, periods: Int,
    options: ALSAOptions
  ) throws(DriverError) {
    let parameters = try HardwareParameters(pcm)
    self.pcm = pcm
    isMapped = try parameters.setAccess(options.access)
    sampleFormat = try parameters.setFormat(options.sampleFormat)
    deviceChannels = try parameters.setChannels(near: channels)
    self.channels = min(channels, deviceChannels)
    self.rate = try parameters.setRate(near: rate)
    parameters.requireTwoPeriods()
    self.periodFrames = try parameters.setPeriod(near: periodFrames)
    bufferFrames = try parameters.setBuffer(near: self.periodFrames * periods)
    try parameters.apply()
  }

  /// Sets when the PCM wakes the driver, and that it takes the time; it starts only when told to.
  func applySoftware(periodFrames: Int) throws(DriverError) {
    var pointer: OpaquePointer?
    snd_pcm_sw_params_malloc(&pointer)
    guard let pointer else { throw DriverError(.failed, "\(pcm.device): no memory") }
    defer { snd_pcm_sw_params_free(pointer) }
    var boundary: snd_pcm_uframes_t = 0
    try pcm.check("setting when it wakes") { pcm in
      var code = snd_pcm_sw_params_current(pcm, pointer)
      if code == 0 { code = snd_pcm_sw_params_get_boundary(pointer, &boundary) }
      if code == 0 { code = snd_pcm_sw_params_set_start_threshold(pcm, pointer, boundary) }
      if code == 0 {
        code = snd_pcm_sw_params_set_avail_min(pcm, pointer, snd_pcm_uframes_t(periodFrames))
      }
      if code == 0 { code = snd_pcm_sw_params_set_tstamp_mode(pcm, pointer, SND_PCM_TSTAMP_ENABLE) }
      if code == 0 {
        code = snd_pcm_sw_params_set_tstamp_type(pcm, pointer, SND_PCM_TSTAMP_TYPE_MONOTONIC)
      }
      return code == 0 ? snd_pcm_sw_params(pcm, pointer) : code
    }
  }

  /// One line about the channels, when they are not those that were asked for.
  func channelAdjustment(wanted: Int) -> String? {
    guard deviceChannels != wanted else { return nil }
    let name = "\(pcm.device) has \(deviceChannels) \(pcm.direction.rawValue) channels"
    guard deviceChannels > wanted else { return "\(name), not \(wanted): using \(channels)" }
    return pcm.direction == .playback
      ? "\(name): those after \(wanted) stay silent" : "\(name): those after \(wanted) are ignored"
  }
}
