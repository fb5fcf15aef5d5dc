import CRealtime
import Synchronization

/// What a block brings beside samples; written by the host before it asks for the block.
struct SandboxCall: BitwiseCopyable {
  var frames: UInt32
  var messageCount: UInt32
  var frameTime: UInt64
  var eventsTime: UInt64
  var hasEvents: Bool
  var hasTransport: Bool
  var transport: rt_transport
}

/// A MIDI message; its bytes begin at `start` of the room for bytes.
struct SandboxMessage: BitwiseCopyable {
  var frame: UInt32
  var start: UInt32
  var byteCount: UInt32
  /// Which of the plugin's outputs it is said at.
  var port: UInt32 = 0
}

/// One parameter: what it was set to, and where it is to go.
struct SandboxParameter: ~Copyable {
  /// `isPosted`, `isJump` and the bits of the value to go to, until the child has taken them.
  let posted = Atomic<UInt64>(0)
  /// What it was set to last.
  var value: Float = 0

  static var isPosted: UInt64 { @_noLocks get { 1 << 32 } }
  static var isJump: UInt64 { @_noLocks get { 1 << 33 } }
}
