// Code and data used in the cycle.
import CRealtime
import Synchronization

/// The host's own transport, for drivers that have none: it is there once somebody uses it.
///
/// Thread: control, for what is not the handle's.
final class HostTransport: @unchecked Sendable {
  // Unchecked: what others than the cycle see is atomic.

  /// What the transport is to do.
  enum Order: BitwiseCopyable {
    case start, stop
    case locate(UInt64)
  }

  /// What a period touches.
  struct Core: ~Copyable {
    let isUsed = Atomic<Bool>(false)
    let isRolling = Atomic<Bool>(false)
    let frame = Atomic<UInt64>(0)
    /// Whether the driver has a transport, whose place and motion these are then.
    let isDrivers = Atomic<Bool>(false)
    /// The bits of the driver's beats per minute; 0 when it tells none.
    let tempo = Atomic<UInt64>(0)
  }

  /// Valid as long as the transport.
  struct Handle: BitwiseCopyable, @unchecked Sendable {
    let core: UnsafeMutablePointer<Core>
    /// What a period is told.
    let events: UnsafeMutablePointer<rt_events>
    let transport: UnsafeMutablePointer<rt_transport>
  }

  let handle: Handle

  init() {
    handle = Handle(
      core: .allocate(capacity: 1), events: .allocate(capacity: 1),
      transport: .allocate(capacity: 1))
    handle.core.initialize(to: Core())
    handle.events.initialize(to: rt_events())
    handle.transport.initialize(to: rt_transport())
  }

  deinit {
    handle.core.deinitialize(count: 1)
    handle.core.deallocate()
    handle.events.deallocate()
    handle.transport.deallocate()
  }

  /// Where it is, and whether it moves; the driver's, if that has one.
  var position: (isRolling: Bool, frame: UInt64) {
    let core = handle.core
    return (
      core.pointee.isRolling.load(ordering: .relaxed), core.pointee.frame.load(ordering: .relaxed)
    )
  }

  /// Whether it is the driver's.
  var isDrivers: Bool { handle.core.pointee.isDrivers.load(ordering: .relaxed) }

  /// Beats per minute, when the driver tells them.
  var tempo: Double? {
    let bits = handle.core.pointee.tempo.load(ordering: .relaxed)
    return bits == 0 ? nil : Double(bitPattern: bits)
  }
}

extension HostTransport.Handle {
  /// Does what was asked for, from this period on.
  ///
  /// Thread: cycle.
  @_noLocks
  func perform(_ order: HostTransport.Order) {
    core.pointee.isUsed.store(true, ordering: .relaxed)
    switch order {
    case .start: core.pointee.isRolling.store(true, ordering: .relaxed)
    case .stop: core.pointee.isRolling.store(false, ordering: .relaxed)
    case .locate(let frame): core.pointee.frame.store(frame, ordering: .relaxed)
    }
  }

  /// Tells a period where the transport is, unless the driver does, whose word is noted then.
  ///
  /// Thread: cycle, once for each period.
  @_noLocks
  func join(_ period: UnsafeMutablePointer<rt_period>) {
    // A driver without one may leave ours there.
    if let driven = period.pointee.events?.pointee.transport, driven != UnsafePointer(transport) {
      core.pointee.isDrivers.store(true, ordering: .relaxed)
      core.pointee.isRolling.store(driven.pointee.is_rolling, ordering: .relaxed)
      core.pointee.frame.store(driven.pointee.frame, ordering: .relaxed)
      let tempo = driven.pointee.has_tempo ? driven.pointee.beats_per_minute : 0
      core.pointee.tempo.store(tempo.bitPattern, ordering: .relaxed)
      return
    }
    core.pointee.isDrivers.store(false, ordering: .relaxed)
    guard core.pointee.isUsed.load(ordering: .relaxed) else { return }
    let isRolling = core.pointee.isRolling.load(ordering: .relaxed)
    let frame = core.pointee.frame.load(ordering: .relaxed)
    transport.pointee.is_rolling = isRolling
    transport.pointee.frame = frame
    if let driven = period.pointee.events {
      events.pointee = driven.pointee
    } else {
      events.pointee = rt_events()
      events.pointee.frame_time = period.pointee.frame_time
    }
    events.pointee.transport = UnsafePointer(transport)
    period.pointee.events = UnsafePointer(events)
    if isRolling {
      core.pointee.frame.store(frame &+ UInt64(period.pointee.frames), ordering: .relaxed)
    }
  }
}
