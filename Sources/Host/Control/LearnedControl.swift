/// A message that came in while controls were learned, as a session writes it.
struct LearnedControl: Equatable, CustomStringConvertible {
  /// What the session says of the message.
  let source: String
  /// What it can do, as far as that is known.
  let action: String
  let channel: Int
  let port: Int

  /// The line of the session, up to what is to be done.
  var description: String {
    "- {\(source), channel: \(channel)\(port == 1 ? "" : ", port: \(port)"), \(action)}"
  }
}

/// Understands the messages of controls that are to be learned.
struct ControlLearner {
  private var last: LearnedControl?
  /// What data entry is about, by channel and port.
  private var numbered: [Int: NumberedParameter] = [:]
  /// The sources whose values have a lower half.
  private var fine: Set<String> = []

  /// Gives the control that a message of three bytes is of, at a port counted from 0.
  ///
  /// Nil when it is the same as before, when nothing can be mapped to the message, and for the end of
  /// a note.
  mutating func hear(_ bytes: [UInt8], port: Int) -> LearnedControl? {
    guard bytes.count > 2, let source = source(of: bytes, port: port) else { return nil }
    let control = LearnedControl(
      source: source,
      action: bytes[0] & 0xF0 == 0xC0 ? "snapshot: …" : "node: …, parameter: …",
      channel: Int(bytes[0] & 0x0F) + 1, port: port + 1)
    defer { last = control }
    return control == last ? nil : control
  }

  private mutating func source(of bytes: [UInt8], port: Int) -> String? {
    switch bytes[0] & 0xF0 {
    case 0x90 where bytes[2] > 0: "note: \(bytes[1])"
    case 0xB0: controller(bytes, port: port)
    case 0xC0: "program: \(bytes[1])"
    case 0xD0: "pressure: true"
    case 0xE0: "bend: true"
    default: nil
    }
  }

  private mutating func controller(_ bytes: [UInt8], port: Int) -> String? {
    let place = port * 16 + Int(bytes[0] & 0x0F)
    let entry = numbered[place, default: NumberedParameter()].hear(bytes[1], bytes[2])
    guard let entry else {
      return NumberedParameter.isChosen(by: bytes[1]) ? nil : "cc: \(bytes[1])"
    }
    let source = "\(entry.isRegistered ? "rpn" : "nrpn"): \(entry.number)"
    if entry.isLower { fine.insert(source) }
    return fine.contains(source) ? "\(source), fine: true" : source
  }
}
