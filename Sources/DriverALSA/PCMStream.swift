// Code and data used in the cycle.
import CALSA
import CRealtime
import Drivers
import Glibc
import Realtime

/// One direction of an open PCM, as the cycle sees it.
///
/// Functions that return a code return 0, or a negative errno.
struct PCMStream {
  let pcm: OpaquePointer
  let access: PCMAccess
  let converter: SampleConverter
  let route: ChannelRoute
  let rate: Int
  let periodFrames: Int
  let bufferFrames: Int
  /// Planar samples of one period.
  let buffers: PeriodBuffers
  /// The device's samples of one period, for a PCM that is not mapped.
  let staging: StagedSamples
  /// The stop event's descriptor, then the PCM's own.
  let descriptors: UnsafeMutablePointer<pollfd>
  let descriptorCount: UInt32
  let stallNanoseconds: Int64

  /// Frames that can be read or written, or a negative errno.
  @_noLocks
  func available() -> Int { alsa_available(pcm) }

  /// Frames that have left the buffer and are not yet heard, as far as the device knows.
  @_noLocks
  func framesBeyondBuffer() -> Int {
    var available = 0
    var delay = 0
    guard alsa_delay(pcm, &available, &delay) == 0 else { return 0 }
    return max(0, delay - (bufferFrames - available))
  }

  // MARK: Samples

  /// Reads one period into the planar buffers.
  @_noLocks
  func read() -> Int {
    var done = 0
    while done < periodFrames {
      let count = read(from: done)
      guard count > 0 else { return count == 0 ? -Int(EPIPE) : count }
      done += count
    }
    return 0
  }

  /// Writes one period from the planar buffers.
  @_noLocks
  func write() -> Int {
    var done = 0
    switch access {
    case .mapped: break
    case .interleaved, .planar:
      encode(into: staging.areas, at: 0, from: 0, frames: snd_pcm_uframes_t(periodFrames))
    }
    while done < periodFrames {
      let count = write(from: done)
      guard count > 0 else { return count == 0 ? -Int(EPIPE) : count }
      done += count
    }
    return 0
  }

  @_noLocks
  private func read(from first: Int) -> Int {
    var frames = snd_pcm_uframes_t(periodFrames - first)
    let count: Int
    switch access {
    case .mapped:
      var areas: UnsafePointer<snd_pcm_channel_area_t>?
      var offset: snd_pcm_uframes_t = 0
      let error = alsa_map(pcm, &areas, &offset, &frames)
      guard error == 0, let areas else { return Int(error) }
      decode(areas, at: offset, from: first, frames: frames)
      return alsa_commit(pcm, offset, frames)
    case .interleaved: count = alsa_read(pcm, staging.samples, frames)
    case .planar: count = alsa_read_planar(pcm, staging.planes(from: 0), frames)
    }
    if count > 0 {
      decode(staging.areas, at: 0, from: first, frames: snd_pcm_uframes_t(count))
    }
    return count
  }

  @_noLocks
  private func write(from first: Int) -> Int {
    var frames = snd_pcm_uframes_t(periodFrames - first)
    switch access {
    case .mapped:
      var areas: UnsafePointer<snd_pcm_channel_area_t>?
      var offset: snd_pcm_uframes_t = 0
      let error = alsa_map(pcm, &areas, &offset, &frames)
      guard error == 0, let areas else { return Int(error) }
      encode(into: areas, at: offset, from: first, frames: frames)
      return alsa_commit(pcm, offset, frames)
    case .interleaved: return alsa_write(pcm, staging.frame(first), frames)
    case .planar: return alsa_write_planar(pcm, staging.planes(from: first), frames)
    }
  }

  @_noLocks
  private func decode(
    _ areas: UnsafePointer<snd_pcm_channel_area_t>, at offset: snd_pcm_uframes_t,
    from first: Int, frames: snd_pcm_uframes_t
  ) {
    for channel in 0..<buffers.channelCount {
      guard let samples = buffers.channels[channel] else { continue }
      let area = areas + route.sources[channel]
      guard let place = alsa_place(area, offset) else { continue }
      converter.decode(
        place, step: Int(area.pointee.step / 8), into: samples + first, frames: Int(frames))
    }
  }

  /// Channels that the device has and nobody asked for are silent.
  @_noLocks
  private func encode(
    into areas: UnsafePointer<snd_pcm_channel_area_t>, at offset: snd_pcm_uframes_t,
    from first: Int, frames: snd_pcm_uframes_t
  ) {
    for channel in 0..<route.deviceChannels {
      let source = route.sources[channel]
      let samples = source < 0 ? staging.silence : buffers.channels[source]
      let area = areas + channel
      guard let samples, let place = alsa_place(area, offset) else { continue }
      converter.encode(
        samples + first, to: place, step: Int(area.pointee.step / 8), frames: Int(frames))
    }
  }
}
