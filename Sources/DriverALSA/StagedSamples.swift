// Code and data used in the cycle.
import CALSA

/// A device's samples of one period, on their way to a PCM that is not mapped or back.
struct StagedSamples {
  let samples: UnsafeMutableRawPointer
  /// Where each channel's samples are.
  let areas: UnsafeMutablePointer<snd_pcm_channel_area_t>
  /// Silence as long as the period.
  let silence: UnsafeMutablePointer<Float>
  let channelCount: Int
  let frameByteCount: Int
  /// Room for the pointers of `planes`.
  let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>

  /// Interleaved samples from a frame on.
  @_noLocks
  func frame(_ first: Int) -> UnsafeMutableRawPointer { samples + first * frameByteCount }

  /// Planar samples from a frame on; good until the next call.
  @_noLocks
  func planes(from first: Int) -> UnsafeMutablePointer<UnsafeMutableRawPointer?> {
    for channel in 0..<channelCount {
      pointers[channel] = alsa_place(areas + channel, snd_pcm_uframes_t(first))
    }
    return pointers
  }
}
