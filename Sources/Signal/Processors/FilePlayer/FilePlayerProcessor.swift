// Control side.
public import CRealtime
import Synchronization

/// Plays a stream, from the first block on.
///
/// Parameter `gain` in dB; a change is reached in 20 ms. At rest with 0 dB each sample is exactly
/// the stream's. After the stream's end there is silence.
@safe
public final class FilePlayerProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<FilePlayerCore>
  /// What it plays.
  public let stream: SampleStream
  /// None.
  public let inputs: [String] = []
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// `gain`.
  public let parameters: [ProcessorParameter]

  /// The ports and parameters of a player.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      inputs: [], outputs: portNames("out", count: channels), parameters: [.gain()])
  }

  /// Creates a player with 0 dB.
  ///
  /// One player to a stream.
  public init(_ stream: SampleStream, rate: Int) {
    self.stream = stream
    let shape = Self.shape(channels: stream.channelCount)
    outputs = shape.outputs
    parameters = shape.parameters
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: FilePlayerCore(
        stream: stream.core,
        gain: SmoothedValue(1, rampFrames: Smoothing.frames(rate: rate))))
  }

  deinit {
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe FilePlayerCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Sets `gain` in dB, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    unsafe core.pointee.gain.post(Decibels.gain(found.value))
    return true
  }

  /// How the cycle sets its parameters.
  public var setter: rt_setter? {
    unsafe rt_setter(
      set: { context, place, value in
        guard let context = unsafe context else { return }
        unsafe context.assumingMemoryBound(to: FilePlayerCore.self).pointee.gain.post(value)
      }, context: context)
  }

  /// The gain for a level.
  public func posted(_ value: Float, at place: Int) -> Float { postedGain(value, at: place) }
}
