import CRealtime
import Synchronization

/// What the cycle has of a sandboxed node: it asks the child for each block, and plays on without.
///
/// At a fixed address: the control side stores `life`, the cycle everything else.
struct SandboxCycle: ~Copyable {
  let memory: SandboxMemory
  let inputCount: Int
  let outputCount: Int
  /// How long a child may take for a frame.
  let nanosecondsPerFrame: Double
  /// How long it may take for a block in any case.
  let leastNanoseconds: Int64
  /// The number of the child that can be asked; 0 while there is none.
  let life = Atomic<UInt32>(0)
  /// When the block was asked for that the child has not played yet; 0 when it owes none.
  let pendingSince = Atomic<Int64>(0)
  /// Blocks that were not there in time, or not at all because of a crash.
  let missed = Atomic<Int>(0)
  /// Blocks that were played without the plugin.
  let dry = Atomic<Int>(0)
  /// Messages there was no room for.
  let lostMessages = Atomic<Int>(0)

  /// The child that was asked last.
  private var child: UInt32 = 0
  private var isChildDead = false
  private var sequence: UInt32 = 0
  private var isPending = false
  private var isWet = true
  /// What was played last at each output.
  private let lastSamples: UnsafeMutablePointer<Float>
  /// The inputs so far, when what is dry has to be late.
  private var line: DryLine?

  init(
    memory: SandboxMemory, inputCount: Int, outputCount: Int, nanosecondsPerFrame: Double,
    leastNanoseconds: Int64, lastSamples: UnsafeMutablePointer<Float>, line: DryLine?
  ) {
    self.memory = memory
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.nanosecondsPerFrame = nanosecondsPerFrame
    self.leastNanoseconds = leastNanoseconds
    self.lastSamples = lastSamples
    self.line = line
  }

  deinit {
    lastSamples.deallocate()
    line?.deallocate()
  }

  /// Plays one block, with the plugin if its child is there in time.
  @_noLocks
  mutating func run(_ block: rt_block) {
    precondition(Int(block.frames) <= memory.maximumFrames)
    precondition(Int(block.input_count) == inputCount && Int(block.output_count) == outputCount)
    keepInputs(block)
    let isPlayed = isReady && ask(block)
    if isPlayed { say(block) } else { saySilence(block) }
    for place in 0..<outputCount {
      guard let output = block.outputs[place] else { continue }
      if isPlayed {
        playWet(block, output, place)
      } else {
        playDry(block, output, place)
      }
      if block.frames > 0 { lastSamples[place] = output[Int(block.frames) - 1] }
    }
    line?.advance(frames: Int(block.frames))
    if !isPlayed { dry.wrappingAdd(1, ordering: .relaxed) }
    if block.frames > 0 { isWet = isPlayed }
  }

  /// Begins anew: what was before leaves no fade behind.
  ///
  /// Thread: control, while nobody calls `run`.
  mutating func begin() {
    for place in 0..<outputCount { lastSamples[place] = 0 }
    isWet = life.load(ordering: .acquiring) != 0
  }

  /// Whether there is a child, and it owes nothing.
  private var isReady: Bool {
    @_noLocks mutating get {
      let now = life.load(ordering: .acquiring)
      if now != child {
        (child, isChildDead) = (now, false)
        settle()
      }
      guard child != 0, !isChildDead else { return false }
      guard isPending else { return true }
      let reply = memory.reply.pointee.load(ordering: .acquiring)
      if reply == 0 { isChildDead = true }
      guard reply == sequence else { return false }
      settle()
      return true
    }
  }

  @_noLocks
  private mutating func settle() {
    isPending = false
    pendingSince.store(0, ordering: .relaxed)
  }

  @_noLocks
  private mutating func ask(_ block: rt_block) -> Bool {
    give(block)
    sequence = sequence < SandboxMemory.idle - 1 ? sequence + 1 : 1
    let now = rt_now_nanoseconds()
    isPending = true
    pendingSince.store(now, ordering: .relaxed)
    memory.request.pointee.store(sequence, ordering: .sequentiallyConsistent)
    if memory.childSleeps.pointee.load(ordering: .sequentiallyConsistent) != 0 {
      rt_futex_wake_shared(memory.request, 1)
    }
    let share = Int64(nanosecondsPerFrame * Double(block.frames))
    let answer = wait(since: now, until: now + max(share, leastNanoseconds))
    if answer == sequence {
      settle()
      return true
    }
    isChildDead = answer == 0
    missed.wrappingAdd(1, ordering: .relaxed)
    return false
  }

  /// Looks a while, then sleeps; gives the child's last word.
  @_noLocks
  private borrowing func wait(since begin: Int64, until deadline: Int64) -> UInt32 {
    var now = begin
    let spinEnd = min(begin + Self.spinNanoseconds, deadline)
    while now < spinEnd {
      for _ in 0..<32 {
        let reply = memory.reply.pointee.load(ordering: .acquiring)
        if reply == sequence || reply == 0 { return reply }
        rt_spin_pause()
      }
      now = rt_now_nanoseconds()
    }
    memory.hostSleeps.pointee.store(1, ordering: .sequentiallyConsistent)
    defer { memory.hostSleeps.pointee.store(0, ordering: .relaxed) }
    while true {
      let reply = memory.reply.pointee.load(ordering: .sequentiallyConsistent)
      if reply == sequence || reply == 0 { return reply }
      guard life.load(ordering: .acquiring) == child else { return 0 }
      guard rt_now_nanoseconds() < deadline else { return reply }
      rt_futex_wait_shared(memory.reply, reply, deadline)
    }
  }

  /// How long the answer is looked for before the thread sleeps: what it costs to wake a core.
  private static var spinNanoseconds: Int64 { @_noLocks get { 20_000 } }

  @_noLocks
  private func playWet(_ block: rt_block, _ output: UnsafeMutablePointer<Float>, _ place: Int) {
    let frames = Int(block.frames)
    let samples = memory.output(place)
    guard !isWet else {
      UnsafeMutableRawPointer(output).copyMemory(from: samples, byteCount: frames * 4)
      return
    }
    for frame in 0..<frames {
      let share = Float(frame + 1) / Float(frames)
      let input = dry(block, place, frame)
      output[frame] = input + (samples[frame] - input) * share
    }
  }

  @_noLocks
  private func playDry(_ block: rt_block, _ output: UnsafeMutablePointer<Float>, _ place: Int) {
    let frames = Int(block.frames)
    // What is no number would stay one in a fade.
    let last = isWet && abs(lastSamples[place]) < .infinity ? lastSamples[place] : 0
    for frame in 0..<frames {
      let share = isWet ? Float(frame + 1) / Float(frames) : 1
      output[frame] = last * (1 - share) + dry(block, place, frame) * share
    }
  }

  /// The input at the output's place when there are as many of both, else silence.
  ///
  /// It is as late as the plugin's output.
  @_noLocks
  private func dry(_ block: rt_block, _ place: Int, _ frame: Int) -> Float {
    guard inputCount == outputCount, let input = block.inputs[place] else { return 0 }
    let latency = Int(memory.latencyFrames.pointee.load(ordering: .relaxed))
    return line?.sample(place, frame, latency: latency) ?? input[frame]
  }

  @_noLocks
  private func keepInputs(_ block: rt_block) {
    guard let line, inputCount == outputCount else { return }
    for place in 0..<inputCount {
      guard let input = block.inputs[place] else { continue }
      line.take(input, place, frames: Int(block.frames))
    }
  }
}

/// The instance's `process`: `context` is a `SandboxCycle`.
@_noLocks
func runSandboxed(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
  guard let context, let block else { return }
  context.assumingMemoryBound(to: SandboxCycle.self).pointee.run(block.pointee)
}
