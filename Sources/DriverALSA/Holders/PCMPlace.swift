// Control side.

/// Some of the cards' PCMs: one direction of one PCM, or many where a part is nil.
struct PCMPlace: Equatable {
  /// The card's number.
  var card: Int?
  /// The PCM's number on the card.
  var device: Int?
  var direction: PCM.Direction?

  init(card: Int? = nil, device: Int? = nil, direction: PCM.Direction? = nil) {
    self.card = card
    self.device = device
    self.direction = direction
  }

  /// What a PCM's name such as `hw:0,1` or `plughw:CARD=PCH` stands for.
  ///
  /// nil for one that needs no card, and for a card that is not among `cards`.
  init?(pcm name: String, among cards: [ALSACard]) {
    let parts = name.split(separator: ":", maxSplits: 1)
    guard let kind = parts.first else { return nil }
    let isDirect = kind == "hw" || kind == "plughw"
    guard isDirect || Self.kinds.contains(String(kind)) || kind.hasPrefix("surround") else {
      return nil
    }
    guard parts.count == 2 else { return }
    let words = parts[1].split(separator: ",").map { word in
      word.split(separator: "=").last.map(String.init) ?? ""
    }
    if let first = words.first {
      guard let card = cards.first(where: { "\($0.number)" == first || $0.id == first }) else {
        return nil
      }
      self.card = card.number
    }
    device = words.count > 1 ? Int(words[1]) : isDirect ? 0 : nil
  }

  /// Names of the library's configuration behind which cards are.
  private static let kinds: Set<String> = [
    "default", "sysdefault", "dmix", "dsnoop", "front", "rear", "hdmi", "iec958",
  ]

  /// Whether a folder such as `pcm0p` below a card's in `/proc/asound` is meant.
  func covers(folder: String) -> Bool {
    guard folder.hasPrefix("pcm"), let number = Int(folder.dropFirst(3).dropLast()) else {
      return false
    }
    let isCapture = folder.hasSuffix("c")
    return (device ?? number) == number
      && direction.map { ($0 == .capture) == isCapture } ?? (isCapture || folder.hasSuffix("p"))
  }

  /// Whether a device node such as `pcmC0D0p` is meant.
  func covers(node: String) -> Bool {
    guard node.hasPrefix("pcmC"), let mark = node.firstIndex(of: "D"),
      let number = Int(node[..<mark].dropFirst(4))
    else { return false }
    return (card ?? number) == number && covers(folder: "pcm\(node[mark...].dropFirst())")
  }
}
