import Drivers
import Testing

@testable import Host

@Suite("DriverSelection") struct DriverSelectionTests {
  private func provider(
    _ name: String, _ availability: DriverProvider.Availability, error: DriverError? = nil
  ) -> DriverProvider {
    DriverProvider(name: name, probe: { _ in availability }) {
      (request, _) throws(DriverError) in
      if let error { throw error }
      return try ClockDriver(request)
    }
  }

  private func open(
    _ name: String, _ providers: [DriverProvider]
  ) throws(HostError) -> DriverSelection {
    try DriverSelection.open(
      [DeviceChoice(driverName: name, request: StreamRequest())], from: providers)
  }

  @Test func autoTakesTheFirstThatIsThereAndSaysWhy() throws {
    let selection = try open(
      "auto",
      [
        provider("jack", .unavailable("no JACK server")),
        provider("alsa", .unavailable("no sound card")),
        provider("clock", .available("the clock keeps time")),
      ])
    #expect(selection.reason == "no JACK server, no sound card, the clock keeps time")
  }

  @Test func autoGoesOnWhenADeviceCannotBeOpened() throws {
    let selection = try open(
      "auto",
      [
        provider(
          "alsa", .available("card PCH"), error: DriverError(.busy, "hw:0 is in use")),
        provider("clock", .available("the clock keeps time")),
      ])
    #expect(selection.reason == "hw:0 is in use, the clock keeps time")
  }

  // MARK: What a driver has no use for

  private func open(
    strict isStrict: Bool, _ name: String = "jack", error: DriverError? = nil
  ) throws(HostError) -> DriverSelection {
    var request = StreamRequest(device: "studio", periods: 3)
    request.sampleFormat = PCMFormat(.signed, bits: 16, bytes: 2)
    request.isStrict = isStrict
    return try DriverSelection.open(
      [DeviceChoice(driverName: name, request: request)],
      from: [
        provider("jack", .available("JACK server is running"), error: error),
        provider("clock", .available("the clock keeps time")),
      ])
  }

  @Test func saysInOneLineWhatTheDriverLeavesOut() throws {
    let selection = try open(strict: false)
    #expect(selection.adjustments == ["jack has no use for `periods`, `format`: left out"])
    #expect(selection.adjustments(butFor: [.periods, .format]).isEmpty)
    #expect(
      try open(strict: false, "clock").adjustments == [
        "clock has no use for `name`, `format`: left out"
      ])
  }

  @Test func refusesToLeaveOutAnythingWhenItIsStrict() {
    let error = #expect(throws: HostError.self) { try open(strict: true) }
    #expect(error?.code == .unavailable)
    #expect(
      error?.message == "jack has no use for `periods`, `format`; "
        + "ask for what it has, or leave strict out")
  }

  @Test func namesWhatTheDeviceCannotDoInTheSameLine() {
    let error = #expect(throws: HostError.self) {
      try open(strict: true, error: DriverError(.unsupported, "studio has no rate 96000"))
    }
    #expect(
      error?.message == "jack has no use for `periods`, `format`; studio has no rate 96000")
    #expect(throws: HostError(.unavailable, "no server")) {
      try open(strict: true, error: DriverError(.unavailable, "no server"))
    }
  }

  @Test func theClockStandsInForWhateverIsAskedOfADevice() throws {
    let selection = try open(strict: true, "auto")
    #expect(selection.driver.name == "clock")
    #expect(selection.adjustments.isEmpty)
    #expect(selection.reason.hasPrefix("jack has no use for `periods`, `format`"))
  }

  @Test func autoWithNothingAtAllNamesEveryObstacle() {
    let error = #expect(throws: HostError.self) {
      try open(
        "auto",
        [
          provider("jack", .unavailable("no JACK server")),
          provider("alsa", .unavailable("no card")),
        ])
    }
    #expect(error?.code == .unavailable)
    #expect(error?.message == "no driver can be had: no JACK server; no card")
  }

  @Test func aNamedDriverIsNotReplaced() {
    let providers = [
      provider(
        "jack", .unavailable("no JACK server"), error: DriverError(.unavailable, "not running")),
      provider("clock", .available("the clock keeps time")),
    ]
    let error = #expect(throws: HostError.self) { try open("jack", providers) }
    #expect(error?.code == .unavailable)
    #expect(error?.message == "not running")
  }

  @Test func permissionHasAnExitCodeOfItsOwn() {
    let refused = provider(
      "alsa", .available("card"), error: DriverError(.permissionDenied, "hw:0: no rights"))
    let error = #expect(throws: HostError.self) { try open("alsa", [refused]) }
    #expect(error?.code == .permission)
  }
}
