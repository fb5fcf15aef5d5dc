import Drivers
import Testing

@testable import DriverALSA

@Suite("ALSADeviceName") struct ALSADeviceNameTests {
  @Test(arguments: [
    "hw:0", "default", "plughw:CARD=PCH,DEV=1", "usb", "card", "jack", "file:FILE=match:x", "",
    "cards:1", "sysdefault:CARD=usb:1235:8210",
  ])
  func leavesPCMNamesAlone(_ name: String) throws {
    #expect(try ALSADeviceName(name) == nil)
    #expect(try pcm(name) == name)
  }

  @Test(arguments: [
    ("card:PCH", "hw:CARD=PCH"), ("card:USB_1", "hw:CARD=USB_1"),
    ("card:PCH,plug", "plughw:CARD=PCH"), ("card:PCH,DEV=3", "hw:CARD=PCH,DEV=3"),
    ("card:PCH,dev=3,plug", "plughw:CARD=PCH,DEV=3"),
    ("card:PCH,PLUG,DEV=1", "plughw:CARD=PCH,DEV=1"),
    ("usb:046d:0825", "hw:CARD=C270"), ("usb:046D:0825,plug", "plughw:CARD=C270"),
    ("match:c270", "hw:CARD=C270"), ("match:*webcam*", "hw:CARD=C270"),
    ("match:hda intel", "hw:CARD=PCH"), ("match:usb-0000:00:14.0-2, high", "hw:CARD=USB_1"),
    ("match:*-2, HIGH*,plug", "plughw:CARD=USB_1"), ("match:[cd]270", "hw:CARD=C270"),
  ])
  func findsOneCard(name: String, pcm expected: String) throws {
    let (request, notes) = try resolve(name)
    #expect(request.device == expected)
    #expect(notes == [])
  }

  @Test func takesTheFirstOfSeveralAndSaysSo() throws {
    let (request, notes) = try resolve("usb:1235:8210")
    #expect(request.device == "hw:CARD=USB")
    #expect(notes == ["usb:1235:8210 stands for 2 cards: using card:USB, not card:USB_1"])
    #expect(try resolve("match:scarlett").request.device == "hw:CARD=USB")
  }

  @Test func goesByNumberHoweverTheyAreListed() throws {
    let name = try #require(try ALSADeviceName("match:*"))
    let cards = [
      ALSACard(number: 3, id: "B", name: "b"), ALSACard(number: 1, id: "A", name: "a"),
    ]
    #expect(try name.find(among: cards).card.id == "A")
  }

  @Test func findsACardThatCameBackAsAnother() throws {
    try KernelTree.withThreeCards { tree in
      var request = StreamRequest(device: "usb:046d:0825")
      request.captureDevice = "card:PCH,plug"
      #expect(try request.findingCards(in: tree.files).request.device == "hw:CARD=C270")
      try tree.write(
        "proc/asound/cards",
        " 1 [C270_1         ]: USB-Audio - Webcam\n                      Webcam at usb\n"
          + " 2 [PCH            ]: HDA - PCH\n                      PCH\n")
      try tree.write("proc/asound/card1/usbid", "046d:0825\n")
      let found = try request.findingCards(in: tree.files).request
      #expect(found.device == "hw:CARD=C270_1")
      #expect(found.captureDevice == "plughw:CARD=PCH")
    }
  }

  @Test(arguments: ["card:Gone", "card:pch", "usb:1234:5678", "match:behringer", "match:pc?h"])
  func saysWhatThereIsWhenThereIsNone(name: String) throws {
    #expect(
      error(name)
        == DriverError(
          .unavailable,
          "no sound card \(name); there is card:PCH (HDA Intel PCH), card:USB (Scarlett 2i2 USB), "
            + "card:USB_1 (Scarlett 2i2 USB), usb:046d:0825 (HD Webcam C270 - mono)"))
  }

  @Test func saysWhenThereIsNoCardAtAll() throws {
    let name = try #require(try ALSADeviceName("card:PCH"))
    #expect(throws: DriverError(.unavailable, "no sound card card:PCH; there is none at all")) {
      try name.find(among: [])
    }
  }

  @Test(arguments: [
    "usb:", "usb:1235", "usb:1235:82100", "usb:12g5:8210", "usb:1235:8210:1", "usb:1235:8210,1",
    "card:", "card:,plug", "card:PCH,1", "card:PCH,DEV=x", "match:", "match:,plug",
    "card:PCH,plug,DEV=-1",
  ])
  func refusesWhatIsMisspelt(name: String) {
    let error = error(name)
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains(name) == true)
  }

  @Test func isLookedUpWhenTheDriverOpens() {
    do {
      _ = try ALSADriver.open(StreamRequest(device: "card:TactusHasNoSuchCard"))
      Issue.record("there is such a card")
    } catch {
      #expect(error.code == .unavailable)
      #expect(error.message.hasPrefix("no sound card card:TactusHasNoSuchCard; there is "))
    }
  }

  private func resolve(_ name: String) throws -> (request: StreamRequest, notes: [String]) {
    var result: (request: StreamRequest, notes: [String])?
    try KernelTree.withThreeCards { tree in
      result = try StreamRequest(device: name).findingCards(in: tree.files)
    }
    return try #require(result)
  }

  private func pcm(_ name: String) throws -> String? { try resolve(name).request.device }

  private func error(_ name: String) -> DriverError? {
    do {
      _ = try resolve(name)
      return nil
    } catch {
      return error as? DriverError
    }
  }
}
