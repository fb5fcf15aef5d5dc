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
  let converter: SampleConverter
  let isMapped: Bool
  let rate: Int
  let periodFrames: Int
  /// Planar samples of one period.
  let buffers: PeriodBuffers
  /// Interleaved samples of one period, for a PCM that is not mapped.
  let staging: UnsafeMutableRawPointer
  /// The stop event's descriptor, then the PCM's own.
  let descriptors: UnsafeMutablePointer<pollfd>
  let descriptorCount: UInt32
  let stallNanoseconds: Int64

  /// Frames that can be read or written, or a negative errno.
  @_noLocks
  func available() -> Int { alsa_available(pcm) }

  // MARK: Samples

  /// Reads one period into the planar buffers.
  @_noLocks
  func read() -> Int {
    var done = 0
    while done < periodFrames {
      let count = isMapped ? readMapped(from: done) : readCopied(from: done)
      guard count > 0 else { return count == 0 ? -Int(EPIPE) : count }
      done += count
    }
    return 0
  }

  /// Writes one period from the planar buffers.
  @_noLocks
  func write() -> Int {
    var done = 0
    if !isMapped { encode(into: staging, from: 0, frames: periodFrames) }
    while done < periodFrames {
      let count = isMapped ? writeMapped(from: done) : writeCopied(from: done)
      guard count > 0 else { return count == 0 ? -Int(EPIPE) : count }
      done += count
    }
    return 0
  }

  @_noLocks
  private func readMapped(from first: Int) -> Int {
    var place: UnsafeMutableRawPointer?
    var offset: snd_pcm_uframes_t = 0
    var frames = snd_pcm_uframes_t(periodFrames - first)
    let error = alsa_map(pcm, &place, &offset, &frames)
    guard error == 0, let place else { return Int(error) }
    decode(place, from: first, frames: Int(frames))
    return alsa_commit(pcm, offset, frames)
  }

  @_noLocks
  private func writeMapped(from first: Int) -> Int {
    var place: UnsafeMutableRawPointer?
    var offset: snd_pcm_uframes_t = 0
    var frames = snd_pcm_uframes_t(periodFrames - first)
    let error = alsa_map(pcm, &place, &offset, &frames)
    guard error == 0, let place else { return Int(error) }
    encode(into: place, from: first, frames: Int(frames))
    return alsa_commit(pcm, offset, frames)
  }

  @_noLocks
  private func readCopied(from first: Int) -> Int {
    let count = alsa_read(pcm, staging, snd_pcm_uframes_t(periodFrames - first))
    if count > 0 { decode(staging, from: first, frames: count) }
    return count
  }

  @_noLocks
  private func writeCopied(from first: Int) -> Int {
    let place = staging + first * converter.frameByteCount
    return alsa_write(pcm, place, snd_pcm_uframes_t(periodFrames - first))
  }

  @_noLocks
  private func decode(_ source: UnsafeRawPointer, from first: Int, frames: Int) {
    for channel in 0..<buffers.channelCount {
      guard let samples = buffers.channels[channel] else { continue }
      converter.decode(source, channel: channel, into: samples + first, frames: frames)
    }
  }

  /// Channels that the card has and nobody asked for are silent.
  @_noLocks
  private func encode(into target: UnsafeMutableRawPointer, from first: Int, frames: Int) {
    for channel in 0..<converter.stride {
      if channel < buffers.channelCount, let samples = buffers.channels[channel] {
        converter.encode(samples + first, channel: channel, into: target, frames: frames)
      } else {
        converter.silence(channel: channel, in: target, frames: frames)
      }
    }
  }
}
