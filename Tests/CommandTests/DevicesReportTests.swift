import DriverALSA
import Foundation
import Host
import Testing

@testable import Command

@Suite("DevicesReport") struct DevicesReportTests {
  @Test func choosesTheFirstThatCanBeHad() throws {
    let report = DevicesReport(drivers: Self.drivers, cards: [], pcms: [])
    #expect(report.auto?.driver == "alsa")
    #expect(report.auto?.reason == "no JACK server, sound card PCH")
    let text = report.text(columns: 80)
    #expect(
      text.contains("--driver auto would choose alsa (no JACK server, sound card PCH)"))
    #expect(text.contains("  jack    no JACK server"))
    #expect(text.contains("No sound card."))
  }

  @Test func choosesNoneWhenNoneIsThere() {
    let drivers = [("jack", DriverProvider.Availability.unavailable("no JACK server"))]
    let report = DevicesReport(drivers: drivers, cards: [], pcms: [])
    #expect(report.auto == nil)
    #expect(report.text(columns: 80).contains("would choose none"))
  }

  @Test func showsWhatCardsCanDo() throws {
    let text = DevicesReport(drivers: Self.drivers, cards: [try card()], pcms: []).text(columns: 80)
    #expect(text.contains("hw:0,0  HDA Intel PCH, ALC892 Analog"))
    #expect(text.contains("  playback  S16_LE S32_LE, 44100 to 192000 Hz, 2 channels, periods"))
    #expect(text.contains("  capture   busy"))
    expectFits(text)
  }

  @Test func showsStableNamesAndWhoUsesAPCM() throws {
    let data = """
      {"name": "hw:1,0", "card": "Scarlett", "description": "USB Audio", "cardID": "USB",
       "usbID": "1235:8210", "stableName": "usb:1235:8210",
       "playback": {"problem": "busy", "holders": [{"process": "jackd", "processID": 950}]},
       "capture": {"holders": [{"process": "pipewire", "processID": 812}],
         "capabilities": {"formats": ["S32_LE"], "rates": [48000, 48000], "channels": [1, 2],
         "periodFrames": [16, 1024], "bufferFrames": [32, 4096], "periods": [2, 32]}}}
      """
    let card = try JSONDecoder().decode(ALSADevice.self, from: Data(data.utf8))
    let text = DevicesReport(drivers: Self.drivers, cards: [card], pcms: []).text(columns: 80)
    #expect(text.contains("hw:1,0  Scarlett, USB Audio\n  name      usb:1235:8210\n"))
    #expect(text.contains("  playback  used by jackd (pid 950)\n"))
    #expect(text.contains("2 to 32 periods of 16 to 1024"))
    #expect(text.contains("used by pipewire (pid 812)"))
    expectFits(text)
  }

  @Test func isData() throws {
    let object = try json(DevicesReport(drivers: Self.drivers, cards: [try card()], pcms: []))
    #expect(Set(object.keys) == ["drivers", "auto", "cards", "pcms"])
    let drivers = try #require(object["drivers"] as? [[String: Any]])
    #expect(Set(drivers[0].keys) == ["name", "isAvailable", "found"])
    let cards = try #require(object["cards"] as? [[String: Any]])
    #expect(Set(cards[0].keys) == ["name", "card", "description", "playback", "capture"])
    let playback = try #require(cards[0]["playback"] as? [String: [String: Any]])
    #expect(playback["capabilities"]?["rates"] as? [Int] == [44_100, 192_000])
  }

  private static let drivers: [(name: String, availability: DriverProvider.Availability)] = [
    ("jack", .unavailable("no JACK server")), ("alsa", .available("sound card PCH")),
    ("clock", .available("the clock keeps time")),
  ]

  private func card() throws -> ALSADevice {
    let data = """
      {"name": "hw:0,0", "card": "HDA Intel PCH", "description": "ALC892 Analog",
       "capture": {"problem": "busy"},
       "playback": {"capabilities": {"formats": ["S16_LE", "S32_LE"], "rates": [44100, 192000],
         "channels": [2, 2], "periodFrames": [32, 8192], "bufferFrames": [64, 65536]}}}
      """
    return try JSONDecoder().decode(ALSADevice.self, from: Data(data.utf8))
  }
}
