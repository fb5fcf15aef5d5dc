import Foundation

/// A session with instances of eg-amp, in one row or several side by side.
struct AmpSession {
  static let plugin = "http://lv2plug.in/plugins/eg-amp"
  static let bundle = "/usr/lib/lv2/eg-amp.lv2/"

  let count: Int
  var rows = 1

  /// Writes it into `folder`; gives its path.
  func write(to folder: URL) throws -> String {
    let file = folder.appendingPathComponent("amps-\(count)-\(rows).yaml")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  private var text: String {
    let nodes = (0..<count).map { "  - {name: a\($0), plugin: 'lv2:\(Self.plugin)'}" }
    let links = (0..<count).map { "  - {from: '\(source(of: $0))', to: 'a\($0):in'}" }
    let ends = (max(0, count - rows)..<count).map {
      "  - {from: 'a\($0):out', to: 'playback:in_1'}"
    }
    let through = count == 0 ? ["  - {from: 'capture:out_1', to: 'playback:in_1'}"] : []
    let head = [
      "device: {driver: clock, rate: 48000, period: \(Period.frames), capture: 1, playback: 1}"
    ]
    let nodeList = count == 0 ? [] : ["nodes:"] + nodes
    return (head + nodeList + ["connections:"] + through + links + ends).joined(separator: "\n")
      + "\n"
  }

  /// Node by node, the rows side by side.
  private func source(of index: Int) -> String {
    index < rows ? "capture:out_1" : "a\(index - rows):out"
  }
}
