// Control side.
public import CRealtime
import Synchronization

/// Plays samples from memory.
///
/// Parameter `gain` in dB; a change is reached in 20 ms. After the last frame there is silence or,
/// looping, the first frame again.
@safe
public final class FilePlayerProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<FilePlayerCore>
  private let owner: AnyObject
  /// None.
  public let inputs: [String] = []
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// `gain`.
  public let parameters: [ProcessorParameter] = [.gain()]

  /// Creates a player of planar samples, at their beginning and with 0 dB.
  ///
  /// Each channel has `frames` samples. `owner` is kept as long as the player, and the samples
  /// must live as long as `owner`.
  public init(
    channels: [UnsafePointer<Float>], frames: Int, loops: Bool, rate: Int, owner: AnyObject
  ) {
    self.owner = owner
    outputs = unsafe portNames("out", count: channels.count)
    let gain = SmoothedValue(1, rampFrames: Smoothing.frames(rate: rate))
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: FilePlayerCore(channels: channels, frames: frames, loops: loops, gain: gain))
  }

  deinit {
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe FilePlayerCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// The next frame it will play, read on any thread.
  public var position: Int { unsafe core.pointee.position.load(ordering: .relaxed) }

  /// Whether all was played and there is silence now; never so when looping.
  public var hasEnded: Bool { unsafe !core.pointee.loops && position == core.pointee.frameCount }

  /// Sets `gain` in dB, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    unsafe core.pointee.gain.post(Decibels.gain(found.value))
    return true
  }
}
