// Code used in the cycle.
import CRealtime
import Synchronization

extension InputRing {
  /// Notes what a period brings beside samples.
  ///
  /// Thread: cycle.
  @_noLocks
  func write(_ period: UnsafePointer<rt_period>) {
    let frame = period.pointee.frame_time
    guard let events = period.pointee.events else {
      notePorts(-1, at: frame)
      sides.pointee.hasTransport = false
      return
    }
    let count = Int32(events.pointee.midi_capture_count)
    notePorts(count, at: frame)
    note(events.pointee.transport, at: frame)
    guard let inputs = events.pointee.midi_capture else { return }
    for port in 0..<count { write(inputs[Int(port)], of: port, at: frame) }
  }

  @_noLocks
  private func notePorts(_ count: Int32, at frame: UInt64) {
    guard count != sides.pointee.ports else { return }
    if append(.ports, port: count, nil, 0, at: frame) { sides.pointee.ports = count }
  }

  @_noLocks
  private func note(_ transport: UnsafePointer<rt_transport>?, at frame: UInt64) {
    guard let transport else {
      if sides.pointee.hasTransport, append(.transport, port: 0, nil, 0, at: frame) {
        sides.pointee.hasTransport = false
      }
      return
    }
    guard !sides.pointee.hasTransport || !sides.pointee.transport.isSame(transport) else { return }
    let size = MemoryLayout<rt_transport>.size
    if append(.transport, port: 0, UnsafeRawPointer(transport), size, at: frame) {
      sides.pointee.hasTransport = true
      sides.pointee.transport = transport.pointee
    }
  }

  @_noLocks
  private func write(_ input: rt_midi_input, of port: Int32, at frame: UInt64) {
    guard let events = input.events else { return }
    for index in 0..<Int(input.count) {
      let event = events[index]
      _ = append(
        .midi, port: port, UnsafeRawPointer(event.bytes), Int(event.byte_count),
        at: frame + UInt64(event.frame))
    }
  }

  /// Puts a record in, or counts it.
  @_noLocks
  private func append(
    _ kind: Kind, port: Int32, _ content: UnsafeRawPointer?, _ count: Int, at frame: UInt64
  ) -> Bool {
    let place = sides.pointee.written.load(ordering: .relaxed)
    let size = MemoryLayout<Header>.size
    let free = Self.capacity - (place - sides.pointee.read.load(ordering: .acquiring))
    guard size + count <= free else {
      sides.pointee.lost.wrappingAdd(1, ordering: .relaxed)
      return false
    }
    var header = Header(frame: frame, kind: kind, port: port, byteCount: UInt32(count))
    copy(&header, size, to: place)
    if let content { copy(content, count, to: place + size) }
    sides.pointee.written.store(place + size + count, ordering: .releasing)
    return true
  }

  @_noLocks
  private func copy(_ source: UnsafeRawPointer, _ count: Int, to place: Int) {
    let start = place % Self.capacity
    let straight = Self.capacity - start
    let first = count < straight ? count : straight
    (bytes + start).copyMemory(from: source, byteCount: first)
    if first < count { bytes.copyMemory(from: source + first, byteCount: count - first) }
  }
}

extension rt_transport {
  /// Whether it tells the same.
  @_noLocks
  fileprivate func isSame(_ other: UnsafePointer<rt_transport>) -> Bool {
    guard is_rolling == other.pointee.is_rolling, frame == other.pointee.frame,
      has_tempo == other.pointee.has_tempo
    else { return false }
    if !has_tempo { return true }
    return beats_per_minute == other.pointee.beats_per_minute
      && beats_per_bar == other.pointee.beats_per_bar && beat_type == other.pointee.beat_type
      && bar == other.pointee.bar && beat == other.pointee.beat
      && beat_fraction == other.pointee.beat_fraction
  }
}
