// Control side.
import CALSA
import Drivers

extension PCMAccess {
  /// ALSA's kinds of access, by preference, with what they are to the driver.
  ///
  /// A card's mapped memory saves a copy. The library's plugins copy either way, and some, such as
  /// `null`, leave what was captured undefined when mapped.
  static func choices(
    _ wanted: SampleAccess?, isCard: Bool
  ) -> [(constant: snd_pcm_access_t, access: PCMAccess)] {
    switch wanted {
    case .mapped: mappedChoices
    case .copied: copiedChoices
    case nil: isCard ? mappedChoices + copiedChoices : copiedChoices + mappedChoices
    }
  }

  private static let mappedChoices: [(constant: snd_pcm_access_t, access: PCMAccess)] = [
    (SND_PCM_ACCESS_MMAP_INTERLEAVED, .mapped), (SND_PCM_ACCESS_MMAP_NONINTERLEAVED, .mapped),
    (SND_PCM_ACCESS_MMAP_COMPLEX, .mapped),
  ]

  private static let copiedChoices: [(constant: snd_pcm_access_t, access: PCMAccess)] = [
    (SND_PCM_ACCESS_RW_INTERLEAVED, .interleaved), (SND_PCM_ACCESS_RW_NONINTERLEAVED, .planar),
  ]
}
