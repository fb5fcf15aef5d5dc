import CRealtime

/// Brings the periods of a replay what those of the take brought beside samples.
///
/// Thread: the one that replays.
final class ReplayInputs {
  /// What the cycle is handed, valid as long as the inputs.
  struct Handle: BitwiseCopyable {
    fileprivate let period: UnsafeMutablePointer<rt_period>
    fileprivate let events: UnsafeMutablePointer<rt_events>
    fileprivate let hasEvents: UnsafeMutablePointer<Bool>
  }

  let handle: Handle
  private let inputs: [TakeInput]
  private var next = 0
  private var portCount: Int?
  private var hasTransport = false
  private let transport: UnsafeMutablePointer<rt_transport>
  private var ports = UnsafeMutableBufferPointer<rt_midi_input>.allocate(capacity: 0)
  /// What the messages of the present period lie in.
  private var memory: [UnsafeMutableRawPointer] = []

  /// `inputs` are in the order in which they were noted, each port's messages in that of frames.
  init(_ inputs: [TakeInput]) {
    self.inputs = inputs
    transport = .allocate(capacity: 1)
    transport.initialize(to: rt_transport())
    handle = Handle(
      period: .allocate(capacity: 1), events: .allocate(capacity: 1),
      hasEvents: .allocate(capacity: 1))
    handle.period.initialize(to: rt_period())
    handle.events.initialize(to: rt_events())
    handle.hasEvents.initialize(to: false)
  }

  deinit {
    forget()
    transport.deallocate()
    handle.period.deallocate()
    handle.events.deallocate()
    handle.hasEvents.deallocate()
    ports.deallocate()
  }

  /// Has the next period bring what came in these frames.
  func prepare(_ frames: Range<UInt64>) {
    forget()
    var messages: [[rt_midi_event]] = Array(repeating: [], count: portCount ?? 0)
    while next < inputs.count, inputs[next].frame < frames.upperBound {
      let input = inputs[next]
      next += 1
      switch input.content {
      case .ports(let count):
        portCount = count
        if count == nil { hasTransport = false }
        messages = Array(repeating: [], count: count ?? 0)
      case .transport(let place):
        hasTransport = place != nil
        if let place { transport.pointee = place.transport }
      case .midi(let port, let bytes):
        guard messages.indices.contains(port) else { continue }
        let frame = max(input.frame, frames.lowerBound) - frames.lowerBound
        messages[port].append(message(bytes, at: UInt32(frame)))
      }
    }
    hand(messages)
  }

  private func hand(_ messages: [[rt_midi_event]]) {
    ports.deallocate()
    ports = .allocate(capacity: messages.count)
    for (port, list) in messages.enumerated() {
      let events = UnsafeMutablePointer<rt_midi_event>.allocate(capacity: max(1, list.count))
      events.initialize(from: list, count: list.count)
      memory.append(UnsafeMutableRawPointer(events))
      ports.initializeElement(
        at: port, to: rt_midi_input(events: events, count: UInt32(list.count)))
    }
    handle.hasEvents.pointee = portCount != nil
    handle.events.pointee.transport = hasTransport ? UnsafePointer(transport) : nil
    handle.events.pointee.midi_capture = UnsafePointer(ports.baseAddress)
    handle.events.pointee.midi_capture_count = UInt32(messages.count)
  }

  private func message(_ bytes: [UInt8], at frame: UInt32) -> rt_midi_event {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    copy.initialize(from: bytes, count: bytes.count)
    memory.append(UnsafeMutableRawPointer(copy))
    return rt_midi_event(frame: frame, byte_count: UInt32(bytes.count), bytes: copy)
  }

  private func forget() {
    for memory in memory { memory.deallocate() }
    memory = []
  }
}

extension ReplayInputs.Handle {
  /// The period with what it brings beside samples.
  ///
  /// Thread: cycle.
  @_noLocks
  func join(_ samples: UnsafePointer<rt_period>) -> UnsafePointer<rt_period> {
    period.pointee = samples.pointee
    if hasEvents.pointee {
      events.pointee.frame_time = samples.pointee.frame_time
      period.pointee.events = UnsafePointer(events)
    }
    return UnsafePointer(period)
  }
}
