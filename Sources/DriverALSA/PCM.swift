// Control side.
import CALSA
import Drivers
import Glibc

/// An open PCM of the library, closed with its last reference.
final class PCM: @unchecked Sendable {
  enum Direction: String, Sendable, CaseIterable {
    case capture
    case playback

    var constant: snd_pcm_stream_t {
      switch self {
      case .capture: SND_PCM_STREAM_CAPTURE
      case .playback: SND_PCM_STREAM_PLAYBACK
      }
    }

    var opposite: Direction { self == .capture ? .playback : .capture }
  }

  let device: String
  let direction: Direction
  let pointer: OpaquePointer

  /// Opens a PCM; never waits for one that somebody else has.
  init(_ device: String, _ direction: Direction) throws(DriverError) {
    var pointer: OpaquePointer?
    do throws(DriverError) {
      try ALSALibrary.check("opening for \(direction.rawValue)", device) {
        snd_pcm_open(&pointer, device, direction.constant, SND_PCM_NONBLOCK)
      }
    } catch {
      guard error.code == .unavailable || error.code == .failed,
        Self.exists(device, direction.opposite)
      else { throw error }
      throw DriverError(
        .unsupported,
        "\(device) cannot do \(direction.rawValue): choose another device, or ask for 0 "
          + "\(direction.rawValue) channels")
    }
    guard let pointer else { throw DriverError(.failed, "\(device): opening gave no PCM") }
    self.device = device
    self.direction = direction
    self.pointer = pointer
  }

  /// Whether there is such a PCM; one that somebody else has is there too.
  private static func exists(_ device: String, _ direction: Direction) -> Bool {
    ALSALibrary.capturing {
      var pointer: OpaquePointer?
      let code = snd_pcm_open(&pointer, device, direction.constant, SND_PCM_NONBLOCK)
      if let pointer, code == 0 { snd_pcm_close(pointer) }
      return code == 0 || code == -EBUSY
    }.result
  }

  deinit { _ = ALSALibrary.capturing { snd_pcm_close(pointer) } }

  /// Performs a call on the PCM; throws what it failed with, in words.
  @discardableResult
  func check(
    _ what: String, _ call: (OpaquePointer) -> CInt
  ) throws(DriverError) -> CInt {
    try ALSALibrary.check(what, device) { call(pointer) }
  }

  /// Starts, stops and prepares together with `other` from now on, if the cards can.
  func link(to other: PCM) -> Bool {
    ALSALibrary.capturing { snd_pcm_link(pointer, other.pointer) }.result == 0
  }
}
