import Control
import Host

/// Edits of a session's document, a request a line: what comes of them is read again as it is.
enum EditTrial {
  static func run(_ bytes: ArraySlice<UInt8>) {
    var session = FuzzedSession()
    for line in bytes.split(separator: 0x0A).prefix(64) {
      guard case .success(let request) = ControlRequest.parse(line),
        case .host(.edit(let edits, _)) = request.command
      else { continue }
      session.apply(edits)
    }
  }
}
