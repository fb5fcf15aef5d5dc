import CRealtime
import CSandbox
import Plugins
import Synchronization

/// What a child's thread does for one node: it plays the blocks that the host asks for.
///
/// At a fixed address. The thread alone uses it, but for what is atomic.
struct ServedCycle: ~Copyable {
  let memory: SandboxMemory
  /// The node's place in its process.
  let place: Int
  let instance: any PluginInstance
  let symbols: [String]
  let isEnding = Atomic<Bool>(false)
  let hasEnded = Atomic<Bool>(false)
  /// Whether the control side is changing parameters itself.
  let isLoading = Atomic<Bool>(false)
  /// The last block that was played.
  let served: Atomic<UInt32>

  let process: rt_process
  let context: UnsafeMutableRawPointer
  let inputs: UnsafeMutableBufferPointer<UnsafePointer<Float>?>
  let outputs: UnsafeMutableBufferPointer<UnsafeMutablePointer<Float>?>
  let messages: UnsafeMutablePointer<rt_midi_event>
  let port: UnsafeMutablePointer<rt_midi_input>
  let transport: UnsafeMutablePointer<rt_transport>
  let events: UnsafeMutablePointer<rt_events>
  /// What the plugin says, and where it says it.
  let said: UnsafeMutablePointer<SaidMessages>
  let saidPorts: UnsafeMutableBufferPointer<SaidPort>
  let midiOutputs: UnsafeMutableBufferPointer<rt_midi_output>
  /// What each parameter was set to last, as this thread knows.
  let seenValues: UnsafeMutableBufferPointer<Float>
  let signalStack: UnsafeMutableRawPointer
  var seenPosts: UInt32 = 0

  /// Plays until the node ends.
  @_noLocks
  mutating func run() {
    sandbox_enter_node(Int32(place), signalStack, sandbox_stack_byte_count())
    _ = rt_denormals_flush()
    while let number = nextRequest() {
      takeParameters()
      play()
      served.store(number, ordering: .releasing)
      memory.reply.pointee.store(number, ordering: .sequentiallyConsistent)
      if memory.hostSleeps.pointee.load(ordering: .sequentiallyConsistent) != 0 {
        rt_futex_wake_shared(memory.reply, 1)
      }
    }
    hasEnded.store(true, ordering: .releasing)
  }

  /// Waits for the next block; nil when there will be none.
  @_noLocks
  private borrowing func nextRequest() -> UInt32? {
    let last = served.load(ordering: .relaxed)
    memory.childSleeps.pointee.store(1, ordering: .sequentiallyConsistent)
    defer { memory.childSleeps.pointee.store(0, ordering: .relaxed) }
    while true {
      let number = memory.request.pointee.load(ordering: .sequentiallyConsistent)
      if number != last { return number }
      if isEnding.load(ordering: .acquiring) { return nil }
      rt_futex_wait_shared(memory.request, last, -1)
    }
  }

  @_noLocks
  private mutating func play() {
    let call = memory.call.pointee
    let frames = min(Int(call.frames), memory.maximumFrames)
    guardOutputs(frames)
    if call.hasEvents { takeEvents(call) }
    var block = rt_block(
      inputs: UnsafePointer(inputs.baseAddress), outputs: UnsafePointer(outputs.baseAddress),
      input_count: UInt32(inputs.count), output_count: UInt32(outputs.count),
      frames: UInt32(frames), frame_time: call.frameTime,
      events: call.hasEvents ? UnsafePointer(events) : nil)
    said.pointee.begin()
    rt_call_process(process, context, &block)
    if !midiOutputs.isEmpty { said.pointee.end() }
    check(frames)
  }

  /// Gives what the block brings the shape of a driver's.
  @_noLocks
  private borrowing func takeEvents(_ call: SandboxCall) {
    let count = min(Int(call.messageCount), SandboxMemory.maximumMessages)
    for number in 0..<count {
      let message = memory.messages[number]
      messages[number] = rt_midi_event(
        frame: message.frame, byte_count: message.byteCount,
        bytes: memory.messageBytes + Int(message.start))
    }
    port.pointee = rt_midi_input(events: messages, count: UInt32(count))
    transport.pointee = call.transport
    events.pointee = rt_events(
      frame_time: call.eventsTime, transport: call.hasTransport ? UnsafePointer(transport) : nil,
      midi_capture: port, midi_playback: midiOutputs.baseAddress, midi_capture_count: 1,
      midi_playback_count: UInt32(midiOutputs.count))
  }

  /// Puts a mark behind each output.
  @_noLocks
  private borrowing func guardOutputs(_ frames: Int) {
    for place in 0..<outputs.count {
      let end = memory.output(place) + frames
      for frame in 0..<SandboxMemory.guardFrames { end[frame] = Self.mark }
    }
  }

  /// Tells what the instance tells, and whether it wrote over a mark.
  @_noLocks
  private borrowing func check(_ frames: Int) {
    var isWhole = true
    for place in 0..<outputs.count {
      let end = memory.output(place) + frames
      for frame in 0..<SandboxMemory.guardFrames where end[frame] != Self.mark { isWhole = false }
    }
    if !isWhole { memory.overruns.pointee.wrappingAdd(1, ordering: .relaxed) }
    tell()
  }

  // The instance is known by its protocol only. What it tells is read, and nothing else happens.
  @_semantics("no_performance_analysis") @inline(never)
  private borrowing func tell() {
    memory.latencyFrames.pointee.store(
      UInt32(clamping: instance.latencyFrames), ordering: .relaxed)
    memory.lostEvents.pointee.store(UInt32(clamping: instance.lostEvents), ordering: .relaxed)
  }

  /// No sample that a plugin would play.
  private static var mark: Float { @_noLocks get { -1.2345679e30 } }
}

/// The thread's body: `context` is a `ServedCycle`.
@_noLocks
func runServed(_ context: UnsafeMutableRawPointer?) {
  context?.assumingMemoryBound(to: ServedCycle.self).pointee.run()
}
