// Control side.
import CALSA

extension HardwareParameters {
  /// Everything the PCM can do, for people.
  var capabilities: ALSADevice.Capabilities {
    ALSADevice.Capabilities(
      formats: sampleFormats.map(\.name),
      rates: range(
        { snd_pcm_hw_params_get_rate_min($0, $1, nil) },
        { snd_pcm_hw_params_get_rate_max($0, $1, nil) }),
      channels: range(snd_pcm_hw_params_get_channels_min, snd_pcm_hw_params_get_channels_max),
      periodFrames: range(
        { snd_pcm_hw_params_get_period_size_min($0, $1, nil) },
        { snd_pcm_hw_params_get_period_size_max($0, $1, nil) }),
      bufferFrames: range(
        snd_pcm_hw_params_get_buffer_size_min, snd_pcm_hw_params_get_buffer_size_max),
      periods: range(
        { snd_pcm_hw_params_get_periods_min($0, $1, nil) },
        { snd_pcm_hw_params_get_periods_max($0, $1, nil) }))
  }

  private typealias Bound<Value> = (OpaquePointer?, UnsafeMutablePointer<Value>?) -> CInt

  private func range<Value: FixedWidthInteger>(
    _ least: Bound<Value>, _ most: Bound<Value>
  ) -> ClosedRange<Int> {
    var lower: Value = 0
    var upper: Value = 0
    _ = least(pointer, &lower)
    _ = most(pointer, &upper)
    let first = Int(clamping: lower)
    return first...max(first, Int(clamping: upper))
  }
}
