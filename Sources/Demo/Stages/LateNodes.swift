import CRealtime
import Drivers
import Graph
import Realtime
import Synchronization

/// A tone whose samples follow from their place in time alone.
final class ToneNode: @unchecked Sendable {
  // Unchecked: the table is written before anybody reads it.

  /// Frames of one turn: 100 Hz at 48 kHz.
  static let turn = 480
  static let amplitude: Float = 0.5
  private let table: UnsafeMutablePointer<Float>

  init() {
    table = .allocate(capacity: Self.turn)
    for frame in 0..<Self.turn {
      let angle = Float(frame) / Float(Self.turn) * 2 * Float.pi
      (table + frame).initialize(to: Self.amplitude * rt_sinf(angle))
    }
  }

  deinit { table.deallocate() }

  /// The sample at a time.
  func sample(at frame: UInt64) -> Float { table[Int(frame % UInt64(Self.turn))] }

  func graphNode(_ name: String) -> GraphNode {
    GraphNode(
      name: name, process: { ToneNode.process($0, $1) }, context: table, inputCount: 0,
      outputCount: 1, owner: self)
  }

  @_noLocks
  private static func process(
    _ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?
  ) {
    guard let table = context?.assumingMemoryBound(to: Float.self), let block,
      let output = block.pointee.outputs[0]
    else { return }
    for frame in 0..<Int(block.pointee.frames) {
      output[frame] = table[Int((block.pointee.frame_time + UInt64(frame)) % 480)]
    }
  }
}

/// A node like a plugin that is usually in time: now and then it does not return for a while.
final class LateNode: @unchecked Sendable {
  // Unchecked: the driver is read through its atomics, and the rest is atomic.

  private let counters: DriverCounters
  private let calls = Atomic<Int>(0)
  private let isEnding = Atomic<Bool>(false)

  /// It stays in one call of so many.
  private static let interval = 20
  /// The first call it stays in.
  private static let first = 8
  /// How long it stays after the period was closed without it.
  private static let stay: Int64 = 160_000_000

  init(_ counters: DriverCounters) { self.counters = counters }

  /// Lets it return, and makes it return in time from now on.
  func end() { isEnding.store(true, ordering: .releasing) }

  func graphNode(_ name: String) -> GraphNode {
    GraphNode(
      name: name,
      process: { context, block in
        guard let context, let block else { return }
        Unmanaged<LateNode>.fromOpaque(context).takeUnretainedValue().process(block.pointee)
      },
      context: Unmanaged.passUnretained(self).toOpaque(), inputCount: 1, outputCount: 1,
      owner: self)
  }

  /// Plays its input at half the level.
  private func process(_ block: rt_block) {
    let call = calls.wrappingAdd(1, ordering: .relaxed).newValue
    if call % Self.interval == Self.first { beLate() }
    guard let input = block.inputs[0], let output = block.outputs[0] else { return }
    for frame in 0..<Int(block.frames) { output[frame] = 0.5 * input[frame] }
  }

  private func beLate() {
    let before = counters.rescues.load(ordering: .relaxed)
    while counters.rescues.load(ordering: .relaxed) == before, !hasEnded { Pause.short() }
    let end = Clock.now() + Self.stay
    while Clock.now() < end, !hasEnded { Pause.short() }
  }

  private var hasEnded: Bool { isEnding.load(ordering: .acquiring) }
}
