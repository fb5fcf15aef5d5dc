import CLilv
import Synchronization

/// What changes of an instance's events: what it was told, and what it lost.
///
/// At a fixed address: the cycle writes, the control side reads `lostEvents`.
struct EventState: ~Copyable {
  var teller: PositionTeller
  /// Events for which a port's buffer had no room.
  let lostEvents = Atomic<Int>(0)

  init(rate: Int) { teller = PositionTeller(rate: Double(rate)) }
}

/// The types of what goes through event ports, as numbers.
struct AtomTypes: BitwiseCopyable {
  let sequence: LV2_URID
  let chunk: LV2_URID
  let object: LV2_URID
  let midiEvent: LV2_URID

  init(_ map: URIDMap) {
    sequence = map.map(LV2URI.sequence)
    chunk = map.map(LV2URI.chunk)
    object = map.map(LV2URI.object)
    midiEvent = map.map(LV2URI.midiEvent)
  }
}
