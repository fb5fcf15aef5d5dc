import Drivers
import Testing

@testable import Host

@Suite("SessionDevice") struct SessionDeviceTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  @Test(arguments: [
    ("hw:0", ["hw:0"]), ("usb:1235:8210", ["usb:1235:8210"]),
    (
      "[usb:1235:8210, 'match:*Scarlett*', default]",
      ["usb:1235:8210", "match:*Scarlett*", "default"]
    ),
    ("[hw:1]", ["hw:1"]),
  ])
  func hasNamesInTheirOrder(text: String, names: [String]) throws {
    let reading = try scratch.read("device: {name: \(text)}\nchain: [a, b]")
    #expect(reading.problems.problems.isEmpty)
    #expect(reading.session.device.names == names)
  }

  @Test func hasAsManyChannelsAsAreCounted() throws {
    let device = try scratch.read("device: {capture: 3, playback: 0}\nchain: [a, b]").session.device
    #expect(device.capture == 3)
    #expect(device.playback == 0)
    #expect(device.captureMap == nil)
    #expect(device.playbackMap == nil)
  }

  @Test func hasTheChannelsThatAreListed() throws {
    let reading = try scratch.read(
      "device: {capture: [3, 1], playback: [FL, fr, 8]}\nchain: [a, b]")
    #expect(reading.problems.problems.isEmpty)
    let device = reading.session.device
    #expect(device.capture == 2)
    #expect(device.captureMap == [.number(2), .number(0)])
    #expect(device.playback == 3)
    #expect(device.playbackMap == [.position("FL"), .position("FR"), .number(7)])
  }

  @Test func listsNoChannel() throws {
    let device = try scratch.read("device: {playback: []}\nchain: [a, b]").session.device
    #expect(device.playback == 0)
    #expect(device.playbackMap == [])
  }
}
