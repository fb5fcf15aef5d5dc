// Code and data used in the cycle.
import CRealtime
import Synchronization

/// A channel message, whatever its kind: which control moved, and where to.
struct ControlMessage: BitwiseCopyable {
  /// Where a control has its middle; there a button counts as pressed.
  static var middle: Int { @_noLocks get { 8192 } }
  static var highest: Int { @_noLocks get { 16_383 } }

  /// What the message is about: port, status and number.
  let key: UInt32
  /// The value in 14 bits, 0 to 16,383.
  let position: Int

  @_noLocks
  init(key: UInt32, position: Int) {
    self.key = key
    self.position = position
  }

  /// What messages of a status byte that has a channel are about, at a port counted from 0.
  @_noLocks
  static func key(port: Int, status: UInt8, number: UInt8) -> UInt32 {
    UInt32(truncatingIfNeeded: port) << 24 | UInt32(status) << 16 | UInt32(number)
  }

  /// What data entry for a parameter with a number is about, on a channel counted from 0: as a status
  /// that no message has.
  @_noLocks
  static func key(port: Int, channel: UInt8, _ entry: NumberedParameter.Entry) -> UInt32 {
    let kind: UInt8 = (entry.isRegistered ? 0x10 : 0x20) + (entry.isLower ? 0x20 : 0)
    return key(port: port, status: kind | channel, number: 0)
      | UInt32(truncatingIfNeeded: entry.number)
  }

  /// Understands a message; nil when it is none that controls can be mapped to.
  ///
  /// A note's end is its note with position 0.
  @_noLocks
  static func of(_ event: rt_midi_event, port: Int) -> ControlMessage? {
    guard event.byte_count >= 2, let bytes = event.bytes else { return nil }
    let (status, first) = (bytes[0], bytes[1])
    let second: UInt8 = event.byte_count > 2 ? bytes[2] : 0
    guard status >= 0x80, first < 0x80, second < 0x80 else { return nil }
    let channel = status & 0x0F
    switch status & 0xF0 {
    case 0x80 where event.byte_count > 2:
      return ControlMessage(
        key: key(port: port, status: 0x90 | channel, number: first), position: 0)
    case 0x90 where event.byte_count > 2, 0xB0 where event.byte_count > 2:
      return ControlMessage(
        key: key(port: port, status: status, number: first), position: wide(second))
    case 0xC0:
      return ControlMessage(
        key: key(port: port, status: status, number: first), position: highest)
    case 0xD0:
      return ControlMessage(key: key(port: port, status: status, number: 0), position: wide(first))
    case 0xE0 where event.byte_count > 2:
      return ControlMessage(
        key: key(port: port, status: status, number: 0), position: Int(second) << 7 | Int(first))
    default: return nil
    }
  }

  /// Seven bits as 14, so that 127 is the highest.
  @_noLocks
  static func wide(_ value: UInt8) -> Int { Int(value) << 7 | Int(value) }
}

/// What the cycle keeps of a control from message to message; the same in each table.
struct ControlMemory: BitwiseCopyable {
  /// The upper and the lower seven bits of a fine controller.
  var upper = 0
  var lower = 0
  var isPressed = false
  /// The value the control stood for last.
  var last: Float = 0
  /// Whether there was one, and whether the parameter followed.
  var hasLast = false
  var isLeading = false

  @_noLocks
  init() {}
}

/// One mapping of a table.
struct ControlBinding: BitwiseCopyable {
  enum Part: BitwiseCopyable { case whole, upper, lower }
  enum Kind: BitwiseCopyable { case parameter, button, trigger }

  var key: UInt32
  var part: Part
  var kind: Kind
  /// Whether messages are notes, whose end says nothing about a parameter.
  var isNote: Bool
  /// The number of the control, for requests.
  var number: UInt32
  let memory: UnsafeMutablePointer<ControlMemory>
  var inlet: UnsafeMutablePointer<ControlInletCore>?
  var place: UInt32 = 0
  var isPickup = false
  var isDiscrete = false
  /// The 128 values of a parameter along the way, as the session calls them and as they are set.
  var values: UnsafePointer<Float>?
  var posted: UnsafePointer<Float>?
}

/// All mappings of a session, sorted by their keys.
struct ControlTable {
  let number: UInt32
  let bindings: UnsafePointer<ControlBinding>
  let count: Int

  /// The first binding with a key, or where it would be.
  ///
  /// Thread: cycle.
  @_noLocks
  func first(with key: UInt32) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if bindings[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
