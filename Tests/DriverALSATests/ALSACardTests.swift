import DriverALSA
import Testing

@Suite("ALSACard") struct ALSACardTests {
  @Test func readsTheKernelsList() throws {
    try KernelTree.withThreeCards { tree in
      let cards = ALSACard.all(in: tree.files)
      #expect(cards.map(\.number) == [0, 1, 2, 4])
      #expect(cards.map(\.id) == ["PCH", "USB", "USB_1", "C270"])
      #expect(cards.map(\.usbID) == [nil, "1235:8210", "1235:8210", "046d:0825"])
      #expect(cards[0].name == "HDA Intel PCH")
      #expect(cards[0].longName == "HDA Intel PCH at 0xf7f10000 irq 33")
      #expect(cards[3].name == "HD Webcam C270 - mono")
      #expect(cards[3].longName == "Logitech at usb-0000:00:14.0-3")
    }
  }

  @Test func namesWhatStaysTheSame() throws {
    try KernelTree.withThreeCards { tree in
      let cards = ALSACard.all(in: tree.files)
      // Two cards of one make can only be told apart by their ids.
      #expect(
        cards.map { $0.stableName(among: cards) }
          == ["card:PCH", "card:USB", "card:USB_1", "usb:046d:0825"])
    }
  }

  @Test(arguments: ["--- no soundcards ---\n", "", "nonsense [", " x [A  ]: b - c\n"])
  func findsNoCard(list: String) throws {
    try KernelTree.withThreeCards { tree in
      try tree.write("proc/asound/cards", list)
      #expect(ALSACard.all(in: tree.files) == [])
    }
  }

  @Test func asksSysfsWhereThereIsNoProc() throws {
    try KernelTree.withThreeCards { tree in
      let port = "sys/devices/pci/usb1/1-3"
      try tree.write("\(port)/idVendor", "1235\n")
      try tree.write("\(port)/idProduct", "821a\n")
      try tree.write("\(port)/1-3:1.0/sound/card7/id", "Solo\n")
      try tree.link("\(port)/1-3:1.0/sound/card7/device", to: "\(port)/1-3:1.0")
      try tree.link("sys/class/sound/card7", to: "\(port)/1-3:1.0/sound/card7")
      try tree.write("sys/class/sound/card0/id", "PCH\n")
      try tree.write("sys/class/sound/controlC0/dev", "116:1\n")
      let files = KernelFiles(proc: "/nonexistent", sys: tree.files.sys)
      #expect(
        ALSACard.all(in: files) == [
          ALSACard(number: 0, id: "PCH", name: "PCH"),
          ALSACard(number: 7, id: "Solo", name: "Solo", usbID: "1235:821a"),
        ])
    }
  }

  @Test func findsNothingWhereThereIsNothing() {
    #expect(ALSACard.all(in: KernelFiles(proc: "/nonexistent", sys: "/nonexistent")) == [])
  }
}
