// Control side.
public import CRealtime
import Synchronization

/// Passes channels through, measures their peak and RMS, and shows each block to a sink.
@safe
public final class MeterProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<MeterCore>
  private let owner: AnyObject?
  /// `in_1`, `in_2` and so on.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// None.
  public let parameters: [ProcessorParameter] = []
  /// Yes.
  public var canRunInPlace: Bool { true }

  /// The ports of a meter.
  public static func shape(channels: Int) -> ProcessorShape { ProcessorShape(channels: channels) }

  /// Creates a meter that has seen nothing; `sink` is called in the cycle with each block.
  ///
  /// `owner` is kept as long as the meter, and `sinkContext` must live as long as `owner`.
  public init(
    channels: Int, sink: @escaping rt_process = { _, _ in },
    sinkContext: UnsafeMutableRawPointer? = nil, owner: AnyObject? = nil
  ) {
    self.owner = owner
    let shape = Self.shape(channels: channels)
    inputs = shape.inputs
    outputs = shape.outputs
    unsafe core = .allocate(capacity: 1)
    let memory = UnsafeMutablePointer<MeterCore.Channel>.allocate(capacity: max(1, channels))
    for channel in 0..<channels { unsafe (memory + channel).initialize(to: MeterCore.Channel()) }
    unsafe core.initialize(
      to: MeterCore(
        channels: memory, channelCount: channels, sink: sink, sinkContext: sinkContext))
  }

  deinit {
    unsafe core.pointee.channels.deinitialize(count: inputs.count)
    unsafe core.pointee.channels.deallocate()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe MeterCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Always false: there is nothing to set.
  public func setParameter(_ symbol: String, to value: Float) -> Bool { false }

  /// Goes on measuring from where another meter of as many channels has come to.
  ///
  /// Thread: control, while no cycle runs either.
  public func measure(onFrom other: MeterProcessor) {
    unsafe core.pointee.measure(onFrom: other.core)
  }

  /// The highest magnitude of each channel so far; infinity after a sample that was not a number.
  ///
  /// Thread: any.
  public var peaks: [Float] {
    inputs.indices.map { channel in
      unsafe Float(bitPattern: core.pointee.channels[channel].peak.load(ordering: .relaxed))
    }
  }

  /// The root of each channel's mean square so far: 1/√2 for a sine of full scale.
  ///
  /// Blocks with a sample that is not a finite number are left out. Thread: any.
  public var rms: [Double] {
    let frames = unsafe core.pointee.frames.load(ordering: .relaxed)
    return inputs.indices.map { channel in
      let squares = unsafe core.pointee.channels[channel].squares.load(ordering: .relaxed)
      return (Double(bitPattern: squares) / Double(max(1, frames))).squareRoot()
    }
  }
}
