import CRealtime

/// The notes and pedals that a listener holds by one of its sources, so that none hangs when the
/// source is not heard any more.
///
/// Thread: cycle; used by the step that listens, one period at a time, whichever plan or core that
/// belongs to.
@safe
struct MIDILineCore: BitwiseCopyable {
  /// Two words of 64 notes for each channel.
  static var wordCount: Int { @_noLocks get { 32 } }

  let notes: UnsafeMutablePointer<UInt64>
  /// One bit for each channel whose sustain pedal is down.
  var pedals: UInt32 = 0
  /// How many notes and pedals are held.
  var heldCount = 0
  /// The frame at which the next part begins, if none is left out.
  var nextFrame: UInt64 = 0
  /// Whether a message was lost, which may have been a note's end.
  var mustRelease = false

  @_noLocks
  init(notes: UnsafeMutablePointer<UInt64>) { unsafe self.notes = unsafe notes }

  /// Whether a message begins what has to be ended: a note, or that a pedal is down.
  @_noLocks
  static func begins(_ bytes: UnsafePointer<UInt8>, byteCount: Int) -> Bool {
    guard byteCount >= 3 else { return false }
    switch unsafe bytes[0] & 0xF0 {
    case 0x90: return unsafe bytes[2] > 0
    case 0xB0: return unsafe bytes[1] == 64 && bytes[2] >= 64
    default: return false
    }
  }

  /// Notes what a message begins and ends.
  @_noLocks
  mutating func note(_ bytes: UnsafePointer<UInt8>, byteCount: Int) {
    guard byteCount >= 3 else { return }
    let (status, data, value) = unsafe (bytes[0], bytes[1] & 0x7F, bytes[2])
    let channel = Int(status & 0x0F)
    switch status & 0xF0 {
    case 0x80: hold(channel, data, false)
    case 0x90: hold(channel, data, value > 0)
    case 0xB0 where data == 64: setPedal(channel, value >= 64)
    case 0xB0 where data == 121: setPedal(channel, false)
    case 0xB0 where data == 120 || data >= 123: endAll(channel)
    default: break
    }
  }

  /// Writes the message that ends one of the notes or pedals held, three bytes; false when none is.
  @_noLocks
  mutating func release(_ bytes: UnsafeMutablePointer<UInt8>) -> Bool {
    guard heldCount > 0 else { return false }
    for word in 0..<Self.wordCount {
      let held = unsafe notes[word]
      guard held != 0 else { continue }
      let data = UInt8(truncatingIfNeeded: (word & 1) * 64 + held.trailingZeroBitCount)
      let channel = word / 2
      unsafe bytes[0] = 0x80 | UInt8(truncatingIfNeeded: channel)
      unsafe bytes[1] = data
      unsafe bytes[2] = 64
      hold(channel, data, false)
      return true
    }
    let channel = pedals.trailingZeroBitCount
    unsafe bytes[0] = 0xB0 | UInt8(truncatingIfNeeded: channel)
    unsafe bytes[1] = 64
    unsafe bytes[2] = 0
    setPedal(channel, false)
    return true
  }

  @_noLocks
  private mutating func hold(_ channel: Int, _ note: UInt8, _ isHeld: Bool) {
    let word = channel * 2 + Int(note >> 6)
    let bit: UInt64 = 1 << UInt64(note & 63)
    let before = unsafe notes[word]
    unsafe notes[word] = isHeld ? before | bit : before & ~bit
    let change = unsafe (notes[word] == before) ? 0 : 1
    heldCount += isHeld ? change : -change
  }

  @_noLocks
  private mutating func setPedal(_ channel: Int, _ isDown: Bool) {
    let bit: UInt32 = 1 << UInt32(channel)
    let before = pedals
    pedals = isDown ? before | bit : before & ~bit
    let change = pedals == before ? 0 : 1
    heldCount += isDown ? change : -change
  }

  @_noLocks
  private mutating func endAll(_ channel: Int) {
    for word in channel * 2...channel * 2 + 1 {
      heldCount -= unsafe notes[word].nonzeroBitCount
      unsafe notes[word] = 0
    }
  }
}
