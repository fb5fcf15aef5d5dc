import CRealtime
import Signal

/// One of the buffers that are summed: perhaps delayed, perhaps fading.
@safe
struct MixSource: BitwiseCopyable {
  enum Fade {
    case none
    case fadeIn
    case fadeOut
  }

  var buffer: UnsafePointer<Float>
  let line: UnsafeMutablePointer<DelayLineCore>?
  let fade: Fade
}

/// Where several buffers become one: summed in the order of their connections.
@safe
struct MixPoint: BitwiseCopyable {
  let sources: UnsafeMutablePointer<MixSource>
  let sourceCount: Int
  /// Whether no source is delayed or fades.
  let isPlain: Bool

  /// Writes the sum of all sources; silence when there are none.
  @_noLocks
  func sum(to destination: UnsafeMutablePointer<Float>, frames: Int, fade: FadePart) {
    guard isPlain else { return unsafe mix(to: destination, frames: frames, fade: fade) }
    guard sourceCount > 0 else { return unsafe Kernel.clear(destination, frames: frames) }
    unsafe Kernel.copy(sources[0].buffer, to: destination, frames: frames)
    for index in 1..<sourceCount {
      unsafe Kernel.add(sources[index].buffer, to: destination, frames: frames)
    }
  }

  /// The same with delays and fades.
  ///
  /// A source that is silent for the whole block is fed to its line and else left out, so that the
  /// sum is, bit for bit, that of a plan without it.
  @_noLocks
  private func mix(to destination: UnsafeMutablePointer<Float>, frames: Int, fade: FadePart) {
    var isEmpty = true
    for index in 0..<sourceCount {
      let source = unsafe sources[index]
      let begin = unsafe source.line?.pointee.write(source.buffer, frames: frames) ?? 0
      if fade.isSilent(source.fade, frames: frames) { continue }
      var block = unsafe MixBlock(
        destination: destination, fade: fade, kind: source.fade, isFirst: isEmpty)
      isEmpty = false
      guard let line = unsafe source.line else {
        unsafe block.add(source.buffer, frames: frames)
        continue
      }
      let first = unsafe min(frames, line.pointee.capacity - begin)
      unsafe block.add(line.pointee.samples + begin, frames: first)
      unsafe block.add(line.pointee.samples, frames: frames - first)
    }
    if isEmpty { unsafe Kernel.clear(destination, frames: frames) }
  }
}

/// A source on its way into a sum, stretch by stretch.
@safe
private struct MixBlock {
  private let destination: UnsafeMutablePointer<Float>
  private let fade: FadePart
  private let kind: MixSource.Fade
  /// Whether there is nothing to add to yet.
  private let isFirst: Bool
  private var offset = 0

  @_noLocks
  init(
    destination: UnsafeMutablePointer<Float>, fade: FadePart, kind: MixSource.Fade, isFirst: Bool
  ) {
    unsafe self.destination = unsafe destination
    self.fade = fade
    self.kind = kind
    self.isFirst = isFirst
  }

  @_noLocks
  mutating func add(_ source: UnsafePointer<Float>, frames: Int) {
    let steady = fade.steadyFrames(kind, from: offset, of: frames)
    unsafe add(source, ramp: fade.steadyRamp(kind), frames: steady)
    unsafe add(source + steady, ramp: fade.ramp(kind, from: offset), frames: frames - steady)
  }

  @_noLocks
  private mutating func add(_ source: UnsafePointer<Float>, ramp: LinearRamp, frames: Int) {
    guard frames > 0 else { return }
    let place = unsafe destination + offset
    if isFirst {
      unsafe Kernel.copy(source, ramp: ramp, to: place, frames: frames)
    } else {
      unsafe Kernel.add(source, ramp: ramp, to: place, frames: frames)
    }
    offset += frames
  }
}

/// An input that several outputs are connected to, and the buffer its node reads.
@safe
struct MixedInput: BitwiseCopyable {
  let point: MixPoint
  let buffer: UnsafeMutablePointer<Float>
}
