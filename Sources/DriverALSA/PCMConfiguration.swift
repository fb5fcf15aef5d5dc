// Control side.
import CALSA
import Drivers

/// What was settled with one PCM.
struct PCMConfiguration: Sendable {
  let pcm: PCM
  let access: PCMAccess
  let sampleFormat: SampleFormat
  /// Channels of the device.
  let deviceChannels: Int
  /// The device's channel for each one that is used.
  let channels: [Int]
  let rate: Int
  let periodFrames: Int
  let bufferFrames: Int

  /// The rate nearest to the request that the PCM has.
  static func nearestRate(for request: PCMRequest, of pcm: PCM) throws(DriverError) -> Int {
    try narrowed(request, pcm).parameters.setRate(near: request.rate)
  }

  /// Chooses what is nearest to the request and sets the PCM up.
  ///
  /// Some of the library's plugins offer formats that they then cannot convert together with the
  /// rate: the next one is tried.
  init(_ pcm: PCM, _ request: PCMRequest) throws(DriverError) {
    let offered = request.sampleFormat == nil ? try HardwareParameters(pcm).sampleFormats : []
    var first: DriverError?
    for format in offered {
      var narrowed = request
      narrowed.sampleFormat = format
      do throws(DriverError) {
        try self.init(exactly: narrowed, of: pcm)
        return
      } catch {
        guard error.code == .failed || error.code == .unsupported else { throw error }
        first = first ?? error
      }
    }
    if let first { throw first }
    try self.init(exactly: request, of: pcm)
  }

  private init(exactly request: PCMRequest, of pcm: PCM) throws(DriverError) {
    let chosen = try Self.narrowed(request, pcm)
    let parameters = chosen.parameters
    self.pcm = pcm
    access = chosen.access
    sampleFormat = chosen.format
    deviceChannels = chosen.channels
    rate = try parameters.setRate(near: request.rate)
    parameters.requireTwoPeriods()
    periodFrames = try parameters.setPeriod(near: request.periodFrames)
    bufferFrames = try parameters.setBuffer(near: periodFrames * request.periods)
    try parameters.apply()
    channels = try Self.route(request, on: pcm, of: deviceChannels)
  }

  /// What comes before the rate.
  private static func narrowed(
    _ request: PCMRequest, _ pcm: PCM
  ) throws(DriverError) -> (
    parameters: HardwareParameters, access: PCMAccess, format: SampleFormat, channels: Int
  ) {
    let parameters = try HardwareParameters(pcm)
    if request.isStrict { try parameters.refuseResampling() }
    let access = try parameters.setAccess(request.access)
    let format = try parameters.setFormat(request.sampleFormat)
    let count = try channelCount(for: request, of: pcm)
    return (parameters, access, format, try parameters.setChannels(count))
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
}
