// Control side.

/// A sound card as the kernel tells of it.
public struct ALSACard: Sendable, Equatable, Codable {
  /// Creates a card.
  public init(
    number: Int, id: String, name: String, longName: String = "", usbID: String? = nil
  ) {
    self.number = number
    self.id = id
    self.name = name
    self.longName = longName
    self.usbID = usbID
  }

  /// Its number, which depends on the order in which cards were found.
  public var number: Int
  /// ALSA's short name for it, such as `PCH`; no two cards have the same.
  public var id: String
  /// Its name, such as `HDA Intel PCH`.
  public var name: String
  /// Its name, and where it is plugged in.
  public var longName: String
  /// Vendor and product, such as `1235:8210`; nil for a card that is not on USB.
  public var usbID: String?

  /// The name to put in a session: it stays when numbers change.
  ///
  /// The one by vendor and product, unless one of `cards` is of the same make. Thread: any.
  public func stableName(among cards: [ALSACard]) -> String {
    guard let usbID, cards.filter({ $0.usbID == usbID }).count <= 1 else { return "card:\(id)" }
    return "usb:\(usbID)"
  }
}

extension ALSACard {
  /// The cards there are, by number.
  ///
  /// Nothing is opened: cheap enough to ask several times a second. Thread: control.
  public static func all(in files: KernelFiles = KernelFiles()) -> [ALSACard] {
    guard let list = files.text("\(files.proc)/asound/cards") else { return inSysfs(files) }
    let lines = list.split(whereSeparator: \.isNewline)
    return lines.indices.compactMap { index -> ALSACard? in
      guard var card = ALSACard(line: lines[index]) else { return nil }
      if index + 1 < lines.count, ALSACard(line: lines[index + 1]) == nil {
        card.longName = lines[index + 1].drop { $0 == " " }.description
      }
      card.usbID = usbID(card.number, files)
      return card
    }
  }

  /// Reads ` 0 [PCH            ]: HDA-Intel - HDA Intel PCH`.
  private init?(line: Substring) {
    guard let open = line.firstIndex(of: "["), let close = line[open...].firstIndex(of: "]"),
      let number = Int(line[..<open].filter { $0 != " " })
    else { return nil }
    let id = line[line.index(after: open)..<close].prefix { $0 != " " }
    let rest = line[close...].dropFirst(3)
    // The driver's name stands first.
    let name = rest.firstRange(of: " - ").map { rest[$0.upperBound...] } ?? rest
    self.init(number: number, id: String(id), name: String(name))
  }

  /// The cards of a kernel that has no `/proc/asound`.
  private static func inSysfs(_ files: KernelFiles) -> [ALSACard] {
    let folder = "\(files.sys)/class/sound"
    let cards = files.names(in: folder).compactMap { name -> ALSACard? in
      guard name.hasPrefix("card"), let number = Int(name.dropFirst(4)),
        let id = files.text("\(folder)/\(name)/id")
      else { return nil }
      return ALSACard(number: number, id: id, name: id, usbID: usbID(number, files))
    }
    return cards.sorted { $0.number < $1.number }
  }

  private static func usbID(_ number: Int, _ files: KernelFiles) -> String? {
    if let id = files.text("\(files.proc)/asound/card\(number)/usbid") { return id.lowercased() }
    // The card hangs on an interface, and that on the device.
    let device = "\(files.sys)/class/sound/card\(number)/device/.."
    guard let vendor = files.text("\(device)/idVendor"),
      let product = files.text("\(device)/idProduct")
    else { return nil }
    return "\(vendor):\(product)".lowercased()
  }
}
