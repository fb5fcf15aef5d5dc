// Code and data used in the cycle.
import CRealtime
import Realtime
import Synchronization

/// Something a control asks for that the control side does.
struct ControlRequest: BitwiseCopyable {
  enum Kind: BitwiseCopyable { case pressed, released, learned }

  var kind: Kind
  /// The table's number; of what is learned, the port counted from 0.
  var table: UInt32
  /// The control's number in it; of what is learned, three bytes of the message.
  var control: UInt32

  @_noLocks
  init(_ kind: Kind, table: UInt32, control: UInt32) {
    self.kind = kind
    self.table = table
    self.control = control
  }
}

/// What a period touches of the controls.
struct ControlCore: ~Copyable {
  /// Requests that wait for the control side, at most.
  static var capacity: Int { 1024 }
  /// MIDI ports that capture, at most: those of a driver, and the sequencer's.
  static var mostPorts: Int { @_noLocks get { 65 } }

  /// The next table, until the cycle takes it.
  let posted = Atomic<UnsafeMutablePointer<ControlTable>?>(nil)
  /// The table in use; the cycle's own.
  let table = Atomic<UnsafeMutablePointer<ControlTable>?>(nil)
  /// Its number.
  let used = Atomic<UInt32>(0)
  let requests = BoundedRing<ControlRequest>(minimumCapacity: ControlCore.capacity)
  /// Requests that found no room.
  let lost = Atomic<Int>(0)
  /// Whether messages are told to the control side.
  let isLearning = Atomic<Bool>(false)
  /// What data entry is about: 16 channels for each port; the cycle's own.
  let numbered: UnsafeMutablePointer<NumberedParameter>
}

/// The controls as the cycle sees them; valid as long as the `ControlDesk`.
struct ControlCycle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<ControlCore>

  /// Follows the messages that a period brings, each at its frame.
  ///
  /// Thread: cycle, before the graph's run is opened.
  @_noLocks
  func read(_ period: UnsafePointer<rt_period>) {
    takeTable()
    guard let events = period.pointee.events, let ports = events.pointee.midi_capture else {
      return
    }
    let table = core.pointee.table.load(ordering: .relaxed)
    let isLearning = core.pointee.isLearning.load(ordering: .relaxed)
    guard table != nil || isLearning else { return }
    let last = period.pointee.frames > 0 ? period.pointee.frames - 1 : 0
    for port in 0..<Int(events.pointee.midi_capture_count) {
      guard let messages = ports[port].events else { continue }
      for index in 0..<Int(ports[port].count) {
        let event = messages[index]
        if isLearning { learn(event, port: port) }
        guard let table, let message = ControlMessage.of(event, port: port) else { continue }
        let time = period.pointee.frame_time &+ UInt64(event.frame < last ? event.frame : last)
        follow(message, table.pointee, at: time)
        if let entry = dataEntry(event, port: port) { follow(entry, table.pointee, at: time) }
      }
    }
  }

  /// A message that was understood as the entry of data for a parameter with a number, if it is one.
  @_noLocks
  private func dataEntry(_ event: rt_midi_event, port: Int) -> ControlMessage? {
    guard port < ControlCore.mostPorts, let bytes = event.bytes, bytes[0] & 0xF0 == 0xB0 else {
      return nil
    }
    let channel = bytes[0] & 0x0F
    let place = port * 16 + Int(channel)
    guard let entry = core.pointee.numbered[place].hear(bytes[1], bytes[2]) else { return nil }
    return ControlMessage(
      key: ControlMessage.key(port: port, channel: channel, entry),
      position: ControlMessage.wide(bytes[2]))
  }

  @_noLocks
  private func takeTable() {
    guard core.pointee.posted.load(ordering: .relaxed) != nil,
      let next = core.pointee.posted.exchange(nil, ordering: .acquiringAndReleasing)
    else { return }
    core.pointee.table.store(next, ordering: .relaxed)
    core.pointee.used.store(next.pointee.number, ordering: .releasing)
  }

  @_noLocks
  private func follow(_ message: ControlMessage, _ table: ControlTable, at frame: UInt64) {
    var place = table.first(with: message.key)
    while place < table.count, table.bindings[place].key == message.key {
      let binding = table.bindings[place]
      place += 1
      guard let kind = binding.follow(message.position, at: frame) else { continue }
      put(ControlRequest(kind, table: table.number, control: binding.number))
    }
  }

  @_noLocks
  private func learn(_ event: rt_midi_event, port: Int) {
    guard event.byte_count >= 2, event.byte_count <= 3, let bytes = event.bytes else { return }
    let third: UInt8 = event.byte_count > 2 ? bytes[2] : 0
    let packed = UInt32(bytes[0]) << 16 | UInt32(bytes[1]) << 8 | UInt32(third)
    put(ControlRequest(.learned, table: UInt32(truncatingIfNeeded: port), control: packed))
  }

  @_noLocks
  private func put(_ request: ControlRequest) {
    if !core.pointee.requests.put(request) {
      core.pointee.lost.wrappingAdd(1, ordering: .relaxed)
    }
  }
}
