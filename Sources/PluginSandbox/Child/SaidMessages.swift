import CRealtime
import Synchronization

/// Takes what a plugin says in a block into the memory that host and child share.
///
/// At a fixed address. Thread: the node's own.
struct SaidMessages: BitwiseCopyable {
  private let memory: SandboxMemory
  private var count = 0
  private var byteCount = 0

  init(_ memory: SandboxMemory) { self.memory = memory }

  /// Becomes empty, for a block.
  @_noLocks
  mutating func begin() {
    count = 0
    byteCount = 0
  }

  /// Tells the host how many there are.
  @_noLocks
  func end() { memory.saidCount.pointee.store(UInt32(count), ordering: .relaxed) }

  @_noLocks
  fileprivate mutating func take(_ event: rt_midi_event, _ port: UInt32) -> Bool {
    let size = Int(event.byte_count)
    guard let bytes = event.bytes, count < SandboxMemory.maximumMessages,
      size <= SandboxMemory.maximumMessageBytes - byteCount
    else { return false }
    UnsafeMutableRawPointer(memory.saidBytes + byteCount).copyMemory(from: bytes, byteCount: size)
    memory.said[count].frame = event.frame
    memory.said[count].start = UInt32(byteCount)
    memory.said[count].byteCount = event.byte_count
    memory.said[count].port = port
    count += 1
    byteCount += size
    return true
  }
}

/// One of a plugin's MIDI outputs.
struct SaidPort: BitwiseCopyable {
  let said: UnsafeMutablePointer<SaidMessages>
  let number: UInt32
}

/// The `write` of a MIDI output; `port` is a `SaidPort`.
@_noLocks
func writeSaid(_ port: UnsafeMutableRawPointer?, _ event: UnsafePointer<rt_midi_event>?) -> Bool {
  guard let port, let event else { return false }
  let place = port.assumingMemoryBound(to: SaidPort.self).pointee
  return place.said.pointee.take(event.pointee, place.number)
}
