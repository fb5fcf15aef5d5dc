// Control side.
import CALSA
import Glibc

extension PCM {
  /// The channel maps to choose from; empty when the PCM does not tell.
  var offeredChannels: [ALSAChannels] {
    ALSALibrary.capturing {
      guard let maps = snd_pcm_query_chmaps(pointer) else { return [] }
      defer { snd_pcm_free_chmaps(maps) }
      var offered: [ALSAChannels] = []
      var next = maps
      while let map = next.pointee {
        if let channels = map.pointer(to: \.map) { offered.append(ALSAChannels(channels)) }
        next += 1
      }
      return offered
    }.result
  }

  /// Where the channels are, once the PCM is set up; nil when it does not tell.
  var channels: ALSAChannels? {
    ALSALibrary.capturing {
      guard let map = snd_pcm_get_chmap(pointer) else { return nil }
      defer { free(map) }
      return ALSAChannels(map)
    }.result
  }

  /// Has the PCM use another of the maps it offers; false when it does not let us.
  func use(_ channels: ALSAChannels) -> Bool {
    ALSALibrary.capturing {
      let text = channels.positions.joined(separator: " ")
      guard let map = snd_pcm_chmap_parse_string(text) else { return false }
      defer { free(map) }
      return snd_pcm_set_chmap(pointer, map) == 0
    }.result
  }
}

extension ALSAChannels {
  fileprivate init(_ map: UnsafePointer<snd_pcm_chmap_t>) {
    self.init(
      (0..<map.pointee.channels).map { channel in
        let position = snd_pcm_chmap_position(rawValue: alsa_position(map, channel))
        return snd_pcm_chmap_name(position).map { String(cString: $0) } ?? "UNKNOWN"
      })
  }
}
