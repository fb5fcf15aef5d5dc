// Control side.
import CALSA
import Drivers
import Glibc

/// A PCM of a card, and what it can do.
public struct ALSADevice: Sendable, Equatable, Codable {
  /// What one direction of a PCM can do.
  public struct Capabilities: Sendable, Equatable, Codable {
    /// ALSA's names of the formats the driver can convert.
    public var formats: [String]
    /// Frames per second.
    public var rates: ClosedRange<Int>
    /// Channels.
    public var channels: ClosedRange<Int>
    /// Frames per period.
    public var periodFrames: ClosedRange<Int>
    /// Frames in the buffer.
    public var bufferFrames: ClosedRange<Int>
    /// Periods in the buffer.
    public var periods: ClosedRange<Int>?
  }

  /// One direction of a PCM: what it can do, or why that cannot be told.
  public struct Stream: Sendable, Equatable, Codable {
    /// nil when it could not be opened.
    public var capabilities: Capabilities?
    /// Why it could not be opened, such as `busy`.
    public var problem: String?
    /// The programs that have it open; nil when there is none, or nobody tells.
    public var holders: [PCMHolder]?
  }

  /// What to give `--device`, such as `hw:0,0`.
  public var name: String
  /// The card's name.
  public var card: String
  /// The PCM's name.
  public var description: String
  /// ALSA's short name for the card; nil when the kernel does not tell.
  public var cardID: String?
  /// The card's vendor and product on USB, such as `1235:8210`.
  public var usbID: String?
  /// The name to put in a session: it stays when cards are found in another order.
  public var stableName: String?
  /// nil when it cannot capture.
  public var capture: Stream?
  /// nil when it cannot play.
  public var playback: Stream?
}

/// A PCM of the library's configuration: a plugin or a name for a card.
public struct ALSAPCMName: Sendable, Equatable, Codable {
  /// What to give `--device`, such as `default`.
  public var name: String
  /// What it is, in one line.
  public var description: String
  /// Whether it captures.
  public var captures: Bool
  /// Whether it plays.
  public var plays: Bool
}

/// What ALSA has to offer on this machine.
public enum ALSADevices {
  /// The PCMs of every card; empty without a card.
  ///
  /// Each is opened for a moment, without waiting, to ask what it can do. Thread: control. The
  /// corresponding C functions are `snd_card_next` and `snd_ctl_pcm_next_device`.
  public static func list() -> [ALSADevice] {
    let cards = ALSACard.all()
    return ALSALibrary.capturing {
      var devices: [ALSADevice] = []
      var card: CInt = -1
      while snd_card_next(&card) == 0, card >= 0 { devices += devicesOf(card: card) }
      return devices.map { $0.named(among: cards) }
    }.result
  }

  /// The cards' numbers and names, without opening a PCM: cheap enough to poll.
  ///
  /// Thread: control.
  public static func cards() -> [Int: String] {
    // The library would try to open the files of 32 cards one by one, twice.
    guard access(DeviceNodes().directory, F_OK) == 0 else { return [:] }
    return ALSALibrary.capturing {
      var cards: [Int: String] = [:]
      var card: CInt = -1
      while snd_card_next(&card) == 0, card >= 0 { cards[Int(card)] = cardName(card) }
      return cards
    }.result
  }

  /// The number of the card with a number or a short name, such as `PCH`; nil when there is none.
  ///
  /// Thread: control. The corresponding C function is `snd_card_get_index`.
  public static func cardNumber(of name: String) -> Int? {
    let number = ALSALibrary.capturing { snd_card_get_index(name) }.result
    return number < 0 ? nil : Int(number)
  }

  /// The name to put in a session for a PCM such as `hw:0`: one that stays, where there is one.
  ///
  /// Thread: control.
  public static func stableName(of pcm: String) -> String {
    let cards = ALSACard.all()
    let kind = pcm.prefix { $0 != ":" }
    guard kind == "hw" || kind == "plughw", let place = PCMPlace(pcm: pcm, among: cards),
      let card = cards.first(where: { $0.number == place.card })
    else { return pcm }
    return card.stableName(among: cards)
      + ((place.device ?? 0) == 0 ? "" : ",DEV=\(place.device ?? 0)")
      + (kind == "plughw" ? ",plug" : "")
  }

  /// Why cards that are there cannot be seen; nil when nothing is hidden from this user.
  ///
  /// One line with the cure. Thread: control.
  public static func permissionProblem() -> String? { DeviceNodes().problem }

  /// The names the library's configuration offers, cards or not.
  ///
  /// Thread: control. The corresponding C function is `snd_device_name_hint`.
  public static func names() -> [ALSAPCMName] {
    ALSALibrary.capturing {
      var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
      guard snd_device_name_hint(-1, "pcm", &hints) == 0, let hints else { return [] }
      defer { snd_device_name_free_hint(hints) }
      var names: [ALSAPCMName] = []
      var next = hints
      while let hint = next.pointee {
        if let name = pcmName(hint) { names.append(name) }
        next += 1
      }
      return names
    }.result
  }

  private static func pcmName(_ hint: UnsafeMutableRawPointer) -> ALSAPCMName? {
    guard let name = text(hint, "NAME") else { return nil }
    let direction = text(hint, "IOID")
    let lines = text(hint, "DESC")?.split(separator: "\n") ?? []
    return ALSAPCMName(
      name: name, description: lines.joined(separator: ", "), captures: direction != "Output",
      plays: direction != "Input")
  }

  private static func text(_ hint: UnsafeMutableRawPointer, _ key: String) -> String? {
    guard let value = snd_device_name_get_hint(hint, key) else { return nil }
    defer { free(value) }
    return String(cString: value)
  }

  private static func cardName(_ card: CInt) -> String {
    var name: UnsafeMutablePointer<CChar>?
    guard snd_card_get_name(card, &name) == 0, let name else { return "card \(card)" }
    defer { free(name) }
    return String(cString: name)
  }

  private static func devicesOf(card: CInt) -> [ALSADevice] {
    var control: OpaquePointer?
    guard snd_ctl_open(&control, "hw:\(card)", SND_CTL_NONBLOCK) == 0, let control else {
      return []
    }
    defer { snd_ctl_close(control) }
    let name = cardName(card)
    var devices: [ALSADevice] = []
    var number: CInt = -1
    while snd_ctl_pcm_next_device(control, &number) == 0, number >= 0 {
      let capture = description(control, number, .capture)
      let playback = description(control, number, .playback)
      let pcm = "hw:\(card),\(number)"
      devices.append(
        ALSADevice(
          name: pcm, card: name, description: playback ?? capture ?? "",
          capture: capture.map { _ in heldStream(pcm, .capture) },
          playback: playback.map { _ in heldStream(pcm, .playback) }))
    }
    return devices
  }

  /// The name of one direction of a PCM; nil when it has not got that direction.
  private static func description(
    _ control: OpaquePointer, _ number: CInt, _ direction: PCM.Direction
  ) -> String? {
    var info: OpaquePointer?
    snd_pcm_info_malloc(&info)
    guard let info else { return nil }
    defer { snd_pcm_info_free(info) }
    snd_pcm_info_set_device(info, UInt32(number))
    snd_pcm_info_set_subdevice(info, 0)
    snd_pcm_info_set_stream(info, direction.constant)
    guard snd_ctl_pcm_info(control, info) == 0 else { return nil }
    return snd_pcm_info_get_name(info).map { String(cString: $0) } ?? ""
  }

  private static func heldStream(
    _ name: String, _ direction: PCM.Direction
  ) -> ALSADevice.Stream {
    var stream = stream(name, direction)
    guard var place = PCMPlace(pcm: name, among: ALSACard.all()) else { return stream }
    place.direction = direction
    let holders = PCMHolder.all(of: place)
    stream.holders = holders.isEmpty ? nil : holders
    return stream
  }

  static func stream(_ name: String, _ direction: PCM.Direction) -> ALSADevice.Stream {
    do throws(DriverError) {
      let parameters = try HardwareParameters(PCM(name, direction))
      return ALSADevice.Stream(capabilities: parameters.capabilities)
    } catch {
      return ALSADevice.Stream(problem: error.code == .busy ? "busy" : error.message)
    }
  }
}

extension ALSADevice {
  /// The same with what the kernel tells of its card.
  func named(among cards: [ALSACard]) -> ALSADevice {
    let number = name.dropFirst("hw:".count).split(separator: ",")
    guard number.count == 2, let card = cards.first(where: { "\($0.number)" == number[0] }) else {
      return self
    }
    var device = self
    device.cardID = card.id
    device.usbID = card.usbID
    device.stableName =
      card.stableName(among: cards) + (number[1] == "0" ? "" : ",DEV=\(number[1])")
    return device
  }
}
