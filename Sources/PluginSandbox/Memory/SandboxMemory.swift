import Synchronization

/// Where everything of a node is in the memory that host and child share.
///
/// The host believes nothing it finds there: sizes and places are its own, and a sample or a number may
/// be anything. Outputs come last, and behind them a page that cannot be touched.
struct SandboxMemory: @unchecked Sendable {
  typealias Word = UnsafeMutablePointer<Atomic<UInt32>>

  let base: UnsafeMutableRawPointer
  let byteCount: Int
  let maximumFrames: Int
  let midiOutputs: Int

  /// The number of the block that is asked for.
  let request: Word
  /// Whether the host sleeps until `reply` changes.
  let hostSleeps: Word
  /// Rises with each post of a parameter.
  let posts: Word

  /// The number of the block that was played last; 0 from a crash on.
  let reply: Word
  /// Whether the child sleeps until `request` changes.
  let childSleeps: Word
  /// The signal that the node's own thread met; 0 for none.
  let faulted: Word
  let latencyFrames: Word
  let lostEvents: Word
  /// How many messages the plugin has said.
  let saidCount: Word
  /// Blocks in which the plugin wrote past the end of an output.
  let overruns: Word

  let call: UnsafeMutablePointer<SandboxCall>
  let parameters: UnsafeMutablePointer<SandboxParameter>
  let messages: UnsafeMutablePointer<SandboxMessage>
  let messageBytes: UnsafeMutablePointer<UInt8>
  /// What the plugin says in a block.
  let said: UnsafeMutablePointer<SandboxMessage>
  let saidBytes: UnsafeMutablePointer<UInt8>
  private let inputs: UnsafeMutableRawPointer
  private let inputStride: Int
  private let outputs: UnsafeMutableRawPointer
  private let outputStride: Int

  init(_ base: UnsafeMutableRawPointer, _ shape: SandboxShape) {
    let layout = SandboxLayout(shape)
    func word(_ offset: Int) -> Word {
      (base + offset).assumingMemoryBound(to: Atomic<UInt32>.self)
    }
    self.base = base
    byteCount = layout.byteCount
    maximumFrames = shape.maximumFrames
    midiOutputs = shape.midiOutputs
    (request, hostSleeps, posts) = (word(0), word(4), word(8))
    (reply, childSleeps, faulted) = (word(128), word(132), word(136))
    (latencyFrames, lostEvents, overruns) = (word(140), word(144), word(148))
    saidCount = word(152)
    call = (base + SandboxLayout.call).assumingMemoryBound(to: SandboxCall.self)
    parameters = (base + SandboxLayout.parameters)
      .assumingMemoryBound(to: SandboxParameter.self)
    messages = (base + layout.messages).assumingMemoryBound(to: SandboxMessage.self)
    messageBytes = (base + layout.messageBytes).assumingMemoryBound(to: UInt8.self)
    said = (base + layout.said).assumingMemoryBound(to: SandboxMessage.self)
    saidBytes = (base + layout.saidBytes).assumingMemoryBound(to: UInt8.self)
    inputs = base + layout.inputs
    inputStride = layout.inputStride
    outputs = base + layout.outputs
    outputStride = layout.outputStride
  }

  /// The samples of an input.
  @_noLocks
  func input(_ place: Int) -> UnsafeMutablePointer<Float> {
    (inputs + place * inputStride).assumingMemoryBound(to: Float.self)
  }

  /// The samples of an output, with room for `guardFrames` more.
  @_noLocks
  func output(_ place: Int) -> UnsafeMutablePointer<Float> {
    (outputs + place * outputStride).assumingMemoryBound(to: Float.self)
  }

  /// What `reply` is before the first block; no block has this number.
  static var idle: UInt32 { @_noLocks get { .max } }
  /// Messages a block can bring, and a plugin say in it; what is more is lost and counted.
  static var maximumMessages: Int { @_noLocks get { 512 } }
  /// Bytes of all its messages.
  static var maximumMessageBytes: Int { @_noLocks get { 16_384 } }
  /// Frames behind a block's last that nobody may write.
  static var guardFrames: Int { @_noLocks get { 16 } }
}

extension SandboxMemory {
  /// Posts a value of a parameter to the child.
  ///
  /// Thread: any.
  @_noLocks
  func post(_ value: Float, _ kind: UInt64, at place: Int) {
    parameters[place].posted.store(
      SandboxParameter.isPosted | kind | UInt64(value.bitPattern), ordering: .releasing)
    posts.pointee.wrappingAdd(1, ordering: .releasing)
  }
}
