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

  @Test func capturesFromAnotherDevice() throws {
    let reading = try scratch.read(
      "device: {driver: alsa, name: hw:0, capture_device: 'usb:1235:8210'}\nchain: [a, b]")
    #expect(reading.problems.problems.isEmpty)
    #expect(reading.session.device.captureName == "usb:1235:8210")
  }

  @Test func capturesFromAnotherDeviceOnlyWithALSA() throws {
    let reading = try scratch.read("device: {capture_device: hw:1}\nchain: [a, b]")
    #expect(
      reading.problems.problems.map(\.message) == ["`capture_device:` needs `driver: alsa`"])
  }

  @Test func saysWhatItsDriverLeavesOut() throws {
    let reading = try scratch.read(
      "device:\n  driver: jack\n  format: S16_LE\n  access: copied\nchain: [a, b]")
    #expect(
      reading.problems.problems.map { "\($0.line): \($0.severity) \($0.message)" } == [
        "3: warning `format:` needs `driver: alsa`; `driver: jack` leaves it out",
        "4: warning `access:` needs `driver: alsa`; `driver: jack` leaves it out",
      ])
    #expect(reading.session.device.unused == [.format, .access])
  }

  @Test(arguments: [
    ("alsa", "midi_capture: 1", "`midi_capture:` needs `driver: jack`"),
    ("alsa", "client: stage", "`client:` needs `driver: jack`"),
    ("alsa", "connect: {playback: ['a:*']}", "`connect:` needs `driver: jack`"),
    ("jack", "periods: 2", "`periods:` needs `driver: alsa` or `driver: clock`"),
    ("clock", "name: hw:0", "`name:` needs `driver: jack` or `driver: alsa`"),
  ])
  func refusesWhatItsDriverLeavesOutWhenItIsStrict(
    driver: String, entry: String, message: String
  ) throws {
    let device = "device: {driver: \(driver), strict: true, \(entry)}\nchain: [a, b]"
    let problems = try scratch.read(device).problems
    #expect(
      problems.errors.map(\.message) == [
        "\(message), and `strict:` refuses to leave it out"
      ])
  }

  @Test(arguments: ["driver: auto", "driver: alsa, connect: false", "driver: alsa, connect: true"])
  func leavesTheChoiceOfADriverOpen(device: String) throws {
    let reading = try scratch.read(
      "device: {\(device), strict: true, format: S16_LE, periods: 2}\nchain: [a, b]")
    #expect(reading.problems.problems.isEmpty)
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
