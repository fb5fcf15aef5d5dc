import DriverALSA

extension DevicesReport {
  func text(columns: Int?) -> String {
    let choice = auto.map { "\($0.driver) (\($0.reason))" } ?? "none"
    let sections = [
      ["Drivers:"] + drivers.map { "  " + $0.name.padded(to: 8) + $0.found },
      ["--driver auto would choose \(choice)".hanging("", columns: columns)],
      cards.isEmpty ? ["No sound card."] : cards.flatMap { Self.lines(of: $0, columns: columns) },
      pcms.isEmpty ? [] : ["Other names for --device:"] + pcmLines(columns: columns),
    ]
    return sections.filter { !$0.isEmpty }
      .map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  private func pcmLines(columns: Int?) -> [String] {
    var table = TextTable([
      .init(title: "  NAME"), .init(title: "DIRECTION"), .init(title: "DESCRIPTION", wraps: true),
    ])
    for pcm in pcms {
      let directions = [pcm.plays ? "playback" : "", pcm.captures ? "capture" : ""]
      table.add([
        "  \(pcm.name)", directions.filter { !$0.isEmpty }.joined(separator: ", "),
        pcm.description,
      ])
    }
    return table.lines(columns: columns)
  }

  private static func lines(of device: ALSADevice, columns: Int?) -> [String] {
    let title = [device.card, device.description].filter { !$0.isEmpty }.joined(separator: ", ")
    let streams = [("playback", device.playback), ("capture", device.capture)]
    return [title.hanging("\(device.name)  ", columns: columns)]
      + (device.stableName.map { ["  name      \($0)"] } ?? [])
      + streams.compactMap { direction, stream in
        stream.map { text(of: $0).hanging("  " + direction.padded(to: 10), columns: columns) }
      }
  }

  private static func text(of stream: ALSADevice.Stream) -> String {
    let users = stream.holders.map { holders in
      "used by \(holders.map(\.description).joined(separator: " and "))"
    }
    guard let can = stream.capabilities else {
      let problem = stream.problem ?? "unknown"
      return users.map { stream.problem == "busy" ? $0 : "\(problem); \($0)" } ?? problem
    }
    let periods = can.periods.map { "\(range($0)) periods" } ?? "periods"
    let abilities = [
      can.formats.joined(separator: " "),
      "\(range(can.rates)) Hz",
      can.channels == 1...1 ? "1 channel" : "\(range(can.channels)) channels",
      "\(periods) of \(range(can.periodFrames)) frames",
      "buffer of \(range(can.bufferFrames)) frames",
    ]
    return (abilities + [users].compactMap { $0 }).joined(separator: ", ")
  }

  private static func range(_ range: ClosedRange<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }
}
