// Control side.
public import Drivers

extension ALSADeviceName {
  /// The device a name stands for at the moment.
  public struct Match: Sendable, Equatable {
    /// The card.
    public let card: ALSACard
    /// The PCM's own name, such as `hw:CARD=PCH`.
    public let pcm: String
    /// One line about the others, when it was one of several.
    public let note: String?
  }

  /// Finds the device among `cards`; of several, the one with the lowest number.
  ///
  /// Throws `unavailable`, and says in one line what there is. Thread: any.
  public func find(among cards: [ALSACard]) throws(DriverError) -> Match {
    let found = cards.filter(stands(for:)).sorted { $0.number < $1.number }
    guard let card = found.first else {
      let list = cards.map { "\($0.stableName(among: cards)) (\($0.name))" }
      throw DriverError(
        .unavailable,
        "no sound card \(text); "
          + (list.isEmpty ? "there is none at all" : "there is \(list.joined(separator: ", "))"))
    }
    let pcm =
      "\(isConverted ? "plughw" : "hw"):CARD=\(card.id)" + (device == 0 ? "" : ",DEV=\(device)")
    let others = found.dropFirst().map { "card:\($0.id)" }.joined(separator: ", ")
    return Match(
      card: card, pcm: pcm,
      note: others.isEmpty
        ? nil : "\(text) stands for \(found.count) cards: using card:\(card.id), not \(others)")
  }
}

extension StreamRequest {
  /// The request with the names PCMs have at the moment, and one line for each choice of several.
  ///
  /// Throws `unavailable` when a card is not there. Thread: control.
  func findingCards(
    in files: KernelFiles = KernelFiles()
  ) throws(DriverError) -> (request: StreamRequest, notes: [String]) {
    var request = self
    var notes: [String] = []
    request.device = try Self.pcm(device, in: files, &notes)
    request.captureDevice = try Self.pcm(captureDevice, in: files, &notes)
    return (request, notes)
  }

  private static func pcm(
    _ text: String?, in files: KernelFiles, _ notes: inout [String]
  ) throws(DriverError) -> String? {
    guard let text, let name = try ALSADeviceName(text) else { return text }
    let match = try name.find(among: ALSACard.all(in: files))
    if let note = match.note { notes.append(note) }
    return match.pcm
  }
}
