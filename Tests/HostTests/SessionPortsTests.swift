import Drivers
import Testing

@testable import Host

@Suite("Session's named ports") struct SessionPortsTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  private func device(_ text: String) throws -> (SessionDevice, [String]) {
    let reading = try scratch.read("device: {\(text)}\nchain: [capture, playback]")
    return (reading.session.device, reading.problems.problems.map { "\($0.line): \($0.message)" })
  }

  @Test func readsNamesAndMIDI() throws {
    let (device, problems) = try device(
      "client: stage box, capture: 1, midi_capture: 2, midi_playback: 1, remember: true, "
        + "ports: {capture: [mic], playback: [left], midi_capture: [keys, pads]}")
    #expect(problems == [])
    #expect(device.midiCapture == 2)
    #expect(device.midiPlayback == 1)
    #expect(device.connect.clientName == "stage box")
    #expect(device.connect.areRemembered)
    #expect(
      device.connect.names
        == PortNames(capture: ["mic"], playback: ["left"], midiCapture: ["keys", "pads"]))
    #expect(device.connect.capture == nil)
  }

  @Test func readsPatternsAndLists() throws {
    let (device, problems) = try device(
      "connect: {playback: ['system:playback_*', [a:b, '/^c/']], midi_capture: [k:out]}")
    #expect(problems == [])
    #expect(device.connect.capture == [])
    #expect(
      device.connect.playback == [
        .first(try PortPattern("system:playback_*")),
        .every([try PortPattern("a:b"), try PortPattern("/^c/")]),
      ])
    #expect(device.connect.midiCapture == [.first(try PortPattern("k:out"))])
    #expect(device.connect.midiPlayback == [])
  }

  @Test(arguments: [
    ("client: 'a:b'", "1: the client name `a:b` has a colon, which divides client from port"),
    ("midi_capture: 65", "1: `midi_capture:` must be a whole number from 0 to 64, not `65`"),
    ("remember: maybe", "1: `remember:` must be true or false, not `maybe`"),
    ("ports: 7", "1: `ports:` must be a mapping of keys to values, not `7`"),
    (
      "capture: 1, ports: {capture: [a, b]}",
      "1: `capture:` names 2 ports, and the device is asked for 1"
    ),
    ("ports: {playback: [a, a]}", "1: the port name `a` is given twice"),
    ("ports: {playback: [[a]]}", "1: a port's name must be text, not a list"),
    ("connect: {playback: ['/(/']}", "1: /(/ is no regular expression: Unmatched ( or \\("),
    (
      "connect: {playback: [{a: b}]}",
      "1: a port must be a name such as `system:playback_1`, not a mapping"
    ),
  ])
  func saysWhatIsWrong(text: String, problem: String) throws {
    #expect(try device(text).1 == [problem])
  }
}
