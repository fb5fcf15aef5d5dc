import CJACK
import DriverJACK
import Drivers
import Testing

@Suite("JACK server") struct JACKServerTests {
  @Test func absentServerIsUnavailable() {
    let error = #expect(throws: DriverError.self) {
      try JACKDriver.open(StreamRequest(device: "tactus-nobody"))
    }
    #expect(error?.code == .unavailable)
    #expect(
      error?.message
        == "no JACK server is running (server name tactus-nobody); start one, for instance with "
        + "`jackd -n tactus-nobody -d alsa -d hw:0`, or use --driver alsa")
    #expect(!JACKServer.isRunning("tactus-nobody"))
  }

  @Test func noChannelsAreRefused() {
    let error = #expect(throws: DriverError.self) {
      try JACKDriver.open(StreamRequest(captureChannels: 0, playbackChannels: 0))
    }
    #expect(error?.code == .unsupported)
  }

  // No server is asked for names that are wrong.
  private let request = StreamRequest(
    device: "tactus-nobody", captureChannels: 1, playbackChannels: 2)

  @Test(arguments: [
    (
      PortNames(capture: ["a", "b"]), "2 JACK port names for 1 ports; leave out the rest"
    ),
    (
      PortNames(playback: ["a", "a"]),
      "JACK port name a is given twice; each port needs its own"
    ),
    (
      PortNames(capture: ["out_2"]),
      "JACK port name out_2 is given twice; each port needs its own"
    ),
    (
      PortNames(capture: ["a:b"]),
      "JACK port name `a:b` has a colon, which divides client from port; choose another"
    ),
    (PortNames(capture: [""]), "JACK port name `` is empty; choose another"),
    (
      PortNames(capture: ["a\n"]), "JACK port name `a\n` has a control character; choose another"
    ),
  ])
  func refusesNames(names: PortNames, message: String) throws {
    var connections = PortConnections.none
    connections.names = names
    let error = #expect(throws: DriverError.self) {
      try JACKDriver.open(request, connect: connections)
    }
    #expect(error == DriverError(.unsupported, message))
  }

  @Test func refusesNamesThatAreTooLong() throws {
    var connections = PortConnections.none
    connections.names.capture = [String(repeating: "x", count: Int(jack_port_name_size()))]
    let error = #expect(throws: DriverError.self) {
      try JACKDriver.open(request, connect: connections)
    }
    #expect(error?.message.hasSuffix("choose a shorter one") == true)
    connections.names = PortNames()
    connections.clientName = String(repeating: "x", count: Int(jack_client_name_size()) - 1)
    let other = #expect(throws: DriverError.self) {
      try JACKDriver.open(request, connect: connections)
    }
    #expect(other?.code == .unsupported)
  }
}
