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
}
