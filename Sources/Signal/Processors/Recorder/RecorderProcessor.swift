// Control side.
public import CRealtime

/// Passes channels through and shows each block to a sink.
@safe
public final class RecorderProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<RecorderCore>
  private let owner: AnyObject?
  /// `in_1`, `in_2` and so on.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// None.
  public let parameters: [ProcessorParameter] = []

  /// The ports of a recorder.
  public static func shape(channels: Int) -> ProcessorShape { ProcessorShape(channels: channels) }

  /// Creates a recorder; `sink` is called in the cycle and records the block's inputs.
  ///
  /// `owner` is kept as long as the recorder, and `sinkContext` must live as long as `owner`.
  public init(
    channels: Int, sink: @escaping rt_process, sinkContext: UnsafeMutableRawPointer?,
    owner: AnyObject? = nil
  ) {
    self.owner = owner
    inputs = portNames("in", count: channels)
    outputs = portNames("out", count: channels)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: RecorderCore(sink: sink, sinkContext: sinkContext))
  }

  deinit {
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe RecorderCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Always false: there is nothing to set.
  public func setParameter(_ symbol: String, to value: Float) -> Bool { false }
}
