import CLilv
import Testing

@testable import PluginLV2

@Suite("PortRooms") struct PortRoomsTests {
  @Test func grantsWhatThereIs() {
    var rooms = PortRooms()
    defer { rooms.deallocate() }
    #expect(rooms.grant(port: 0, byteCount: 1) == LV2_RESIZE_PORT_ERR_UNKNOWN)
    rooms.note([1: 100], portCount: 2)
    #expect(rooms.grant(port: 1, byteCount: 108) == LV2_RESIZE_PORT_SUCCESS)
    #expect(rooms.grant(port: 1, byteCount: 109) == LV2_RESIZE_PORT_ERR_NO_SPACE)
    #expect(rooms.grant(port: 0, byteCount: 1) == LV2_RESIZE_PORT_ERR_NO_SPACE)
    #expect(rooms.grant(port: 2, byteCount: 1) == LV2_RESIZE_PORT_ERR_UNKNOWN)
  }
}
