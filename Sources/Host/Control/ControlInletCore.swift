// Code and data used in the cycle.
import CRealtime
import Synchronization

/// A value that comes to a parameter at a frame.
struct ControlChange: BitwiseCopyable {
  var frame: UInt64 = 0
  var place: UInt32 = 0
  /// As the node's setter takes it.
  var value: Float = 0

  @_noLocks
  init() {}

  @_noLocks
  init(frame: UInt64, place: UInt32, value: Float) {
    self.frame = frame
    self.place = place
    self.value = value
  }
}

/// What is known of a parameter beside its node.
struct ControlledParameter: ~Copyable {
  /// The bits of the value it was given last.
  let value = Atomic<UInt32>(0)
  /// The number of the first change that is not overtaken.
  let firstValid = Atomic<Int>(0)
  /// The bits of what its setter was given last, or will have been when all changes are through.
  let posted = Atomic<UInt32>(0)
  /// The number of the steering that moves it; 0 when none does any more.
  let steering = Atomic<UInt64>(0)
}

/// What the cycle touches of a node's inlet.
struct ControlInletCore: ~Copyable {
  /// Changes that wait for a node that is not performed, at most.
  static var capacity: Int { @_noLocks get { 256 } }

  let process: rt_process
  let context: UnsafeMutableRawPointer?
  let setter: rt_setter
  let mayBeCut: Bool
  /// Where the ports of a part of a block are.
  let inputs: UnsafeMutablePointer<UnsafePointer<Float>?>
  let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  let changes: UnsafeMutablePointer<ControlChange>
  let parameters: UnsafeMutablePointer<ControlledParameter>
  let parameterCount: Int
  let written = Atomic<Int>(0)
  let read = Atomic<Int>(0)

  /// The value a parameter was given last.
  ///
  /// Thread: any.
  @_noLocks
  borrowing func value(at place: Int) -> Float {
    Float(bitPattern: parameters[place].value.load(ordering: .relaxed))
  }

  /// Has a change come at its frame, or with the next block when too many wait already.
  ///
  /// `value` is what the session calls it. Only what comes from `steering` leaves that in charge.
  /// Thread: cycle, the one that opens the period.
  @_noLocks
  borrowing func put(_ change: ControlChange, value: Float, steering: UInt64 = 0) {
    let place = Int(change.place)
    parameters[place].value.store(value.bitPattern, ordering: .relaxed)
    parameters[place].posted.store(change.value.bitPattern, ordering: .relaxed)
    parameters[place].steering.store(steering, ordering: .relaxed)
    let end = written.load(ordering: .relaxed)
    guard end - read.load(ordering: .acquiring) < Self.capacity else {
      parameters[place].firstValid.store(end, ordering: .relaxed)
      return rt_call_set(setter, change.place, change.value)
    }
    changes[end % Self.capacity] = change
    written.store(end + 1, ordering: .releasing)
  }

  /// Runs the node for a block, in parts when values come within it.
  ///
  /// Thread: cycle, the one that performs the node.
  @_noLocks
  static func process(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context, let block else { return }
    let core = context.assumingMemoryBound(to: ControlInletCore.self)
    let end = core.pointee.written.load(ordering: .acquiring)
    guard core.pointee.read.load(ordering: .relaxed) != end else {
      return rt_call_process(core.pointee.process, core.pointee.context, block)
    }
    core.pointee.run(block, takingUpTo: end)
  }

  @_noLocks
  private borrowing func run(_ block: UnsafePointer<rt_block>, takingUpTo end: Int) {
    let frames = Int(block.pointee.frames)
    var first = 0
    while first < frames {
      let due = mayBeCut ? first : frames - 1
      var last = frames
      if let next = take(upTo: end, due: block.pointee.frame_time &+ UInt64(due)),
        next < block.pointee.frame_time &+ UInt64(frames)
      {
        last = Int(next &- block.pointee.frame_time)
      }
      run(block.pointee, from: first, to: last)
      first = last
    }
  }

  /// Sets what has come until a time; gives the time of what comes next.
  @_noLocks
  private borrowing func take(upTo end: Int, due: UInt64) -> UInt64? {
    var place = read.load(ordering: .relaxed)
    while place < end, changes[place % Self.capacity].frame <= due {
      let change = changes[place % Self.capacity]
      let firstValid = parameters[Int(change.place)].firstValid.load(ordering: .relaxed)
      if place >= firstValid { rt_call_set(setter, change.place, change.value) }
      place += 1
    }
    // Whose place it was may be another's from here on.
    let next: UInt64? = place < end ? changes[place % Self.capacity].frame : nil
    read.store(place, ordering: .releasing)
    return next
  }

  @_noLocks
  private borrowing func run(_ block: rt_block, from first: Int, to last: Int) {
    var part = block
    part.frames = UInt32(last - first)
    part.frame_time = block.frame_time &+ UInt64(first)
    if first > 0 {
      for port in 0..<Int(block.input_count) {
        inputs[port] = block.inputs[port]?.advanced(by: first)
      }
      for port in 0..<Int(block.output_count) {
        outputs[port] = block.outputs[port]?.advanced(by: first)
      }
      part.inputs = UnsafePointer(inputs)
      part.outputs = UnsafePointer(outputs)
    }
    rt_call_process(process, context, &part)
  }
}
