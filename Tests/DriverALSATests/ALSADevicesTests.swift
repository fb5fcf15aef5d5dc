import DriverALSA
import Foundation
import Testing

extension ALSATests {
  @Suite("Devices") struct DevicesTests {
    init() { _ = PrivateALSA.shared }

    @Test(
      .disabled(
        if: FileManager.default.fileExists(atPath: "/dev/snd"), "this machine has sound cards"))
    func noCardsIsNoError() {
      #expect(ALSADevices.list() == [])
      #expect(ALSADevices.cards() == [:])
    }

    @Test(
      .enabled(
        if: FileManager.default.fileExists(atPath: "/dev/snd"), "this machine has no sound card"))
    func cardsHaveADirectionOrAProblem() {
      for device in ALSADevices.list() {
        #expect(device.name.hasPrefix("hw:"))
        #expect(device.capture != nil || device.playback != nil)
      }
    }

    @Test func namesComeFromTheConfiguration() {
      let null = ALSADevices.names().first { $0.name == "null" }
      #expect(null?.plays == true)
      #expect(null?.captures == true)
      #expect(null?.description.isEmpty == false)
    }
  }
}
