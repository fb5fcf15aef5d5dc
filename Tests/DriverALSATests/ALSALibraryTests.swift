import Drivers
import Foundation
import TestSupport
import Testing

@testable import DriverALSA

@Suite("ALSA library") struct ALSALibraryTests {
  @Test(arguments: [
    (ENODEV, DriverError.Code.unavailable, "`tactus devices`"),
    (EBUSY, .busy, "another program"),
    (EACCES, .permissionDenied, "group audio"),
    (EIO, .failed, "opening failed"),
  ])
  func errorsNameTheDeviceAndTheCure(_ code: CInt, _ kind: DriverError.Code, _ cure: String) {
    let error = ALSALibrary.error(-code, "opening", "hw:3", "some reason")
    #expect(error.code == kind)
    #expect(error.message.contains("hw:3"))
    #expect(error.message.contains(cure))
    #expect(error.message.contains("some reason"))
    #expect(!error.message.contains("\n"))
  }

  @Test func cardsThatMayNotBeOpenedAreSaidToBeThere() throws {
    try withTemporaryDirectory { directory in
      for name in ["controlC0", "controlC1", "pcmC0D0p", "timer"] {
        try Data().write(to: directory.appending(path: name))
      }
      var nodes = DeviceNodes(directory: directory.path) { _ in false }
      let error = ALSALibrary.error(-ENOENT, "opening", "hw:0", nil, nodes: nodes)
      #expect(error.code == .permissionDenied)
      #expect(error.message.contains("controlC0"))
      #expect(error.message.contains("group audio"))
      nodes.isAllowed = { $0.hasSuffix("controlC1") }
      #expect(nodes.problem == nil)
      let absent = ALSALibrary.error(-ENOENT, "opening", "hw:0", nil, nodes: nodes)
      #expect(absent.code == .unavailable)
    }
  }

  @Test func paceOfACardIsNotTooFast() {
    var gauge = PaceGauge(rate: 48_000, periodFrames: 48, periods: 3)
    var now: Int64 = 0
    for period in 0..<100 {
      // Late once, then as fast as the buffer allows.
      now += period == 50 ? 100_000_000 : (51...53).contains(period) ? 0 : 1_000_000
      let isTooFast = gauge.isTooFast(at: now)
      #expect(!isTooFast)
    }
  }

  @Test func paceWithoutAClockIsTooFast() {
    var gauge = PaceGauge(rate: 48_000, periodFrames: 48, periods: 3)
    var found: Int?
    for period in 0..<100 where found == nil {
      if gauge.isTooFast(at: Int64(period) * 10_000) { found = period }
    }
    #expect(found == 14)
  }
}
