/// A message that came in while controls were learned, as a session writes it.
struct LearnedControl: Equatable, CustomStringConvertible {
  /// What the session says of the message.
  let source: String
  /// What it can do, as far as that is known.
  private let action: String
  let channel: Int
  let port: Int

  /// Nil when nothing can be mapped to the message, or it is the end of a note.
  init?(_ bytes: [UInt8], port: Int) {
    guard bytes.count > 2 else { return nil }
    switch bytes[0] & 0xF0 {
    case 0x90 where bytes[2] > 0: source = "note: \(bytes[1])"
    case 0xB0: source = "cc: \(bytes[1])"
    case 0xC0: source = "program: \(bytes[1])"
    case 0xD0: source = "pressure: true"
    case 0xE0: source = "bend: true"
    default: return nil
    }
    action = bytes[0] & 0xF0 == 0xC0 ? "snapshot: …" : "node: …, parameter: …"
    channel = Int(bytes[0] & 0x0F) + 1
    self.port = port + 1
  }

  /// The line of the session, up to what is to be done.
  var description: String {
    "- {\(source), channel: \(channel)\(port == 1 ? "" : ", port: \(port)"), \(action)}"
  }
}
