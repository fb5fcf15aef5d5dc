// Control side.
import CALSA
import Drivers

extension PCMFormat {
  /// ALSA's constant.
  var constant: snd_pcm_format_t { snd_pcm_format_value(name) }
}
