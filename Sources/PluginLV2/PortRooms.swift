import CLilv

/// What `resize:resize` grants: as much as an event port's buffer has from the beginning.
///
/// At a fixed address: the plugin asks while it runs. Filled before that, freed after it.
struct PortRooms {
  private var bytes: UnsafeMutableBufferPointer<Int>?

  /// Notes the buffers' sizes, by the ports' indices.
  ///
  /// Thread: control, before the plugin runs.
  mutating func note(_ sizes: [Int: Int], portCount: Int) {
    deallocate()
    let rooms = UnsafeMutableBufferPointer<Int>.allocate(capacity: portCount)
    rooms.initialize(repeating: 0)
    for (index, size) in sizes { rooms[index] = size + MemoryLayout<LV2_Atom>.size }
    bytes = rooms
  }

  /// Frees what was noted.
  func deallocate() { bytes?.deallocate() }

  /// Whether a port has room for so many bytes.
  ///
  /// Thread: cycle.
  @_noLocks
  func grant(port: Int, byteCount: Int) -> LV2_Resize_Port_Status {
    guard let bytes, port < bytes.count else { return LV2_RESIZE_PORT_ERR_UNKNOWN }
    return byteCount <= bytes[port] ? LV2_RESIZE_PORT_SUCCESS : LV2_RESIZE_PORT_ERR_NO_SPACE
  }
}

/// `LV2_Resize_Port_Resize.resize`; the data is a `PortRooms`.
@_noLocks
func resizeLV2Port(
  _ data: UnsafeMutableRawPointer?, _ index: UInt32, _ byteCount: Int
) -> LV2_Resize_Port_Status {
  guard let data else { return LV2_RESIZE_PORT_ERR_UNKNOWN }
  return data.assumingMemoryBound(to: PortRooms.self).pointee
    .grant(port: Int(index), byteCount: byteCount)
}
