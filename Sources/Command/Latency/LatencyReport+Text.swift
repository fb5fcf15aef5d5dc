import Drivers
import Foundation

extension LatencyReport {
  func text(columns: Int?) -> String {
    let header =
      "\(driver): \(device), \(format.rate) Hz, periods of \(format.periodFrames) frames, "
      + "\(format.periods) in the buffer"
    let sections = [[header] + adjustments.map { "  \($0)" }, table(columns), notes(columns)]
    return sections.filter { !$0.isEmpty }
      .map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  private var hasTurns: Bool { pairs.contains { $0.outcome == .measured && $0.turnFrames > 0 } }

  private func table(_ columns: Int?) -> [String] {
    guard hasFigures else { return [] }
    let titles = ["FRAMES", "MS"] + (hasTurns ? ["JACK", "IN ALL"] : [])
    let figures = titles + ["REPORTED", "DIFFERENCE", "SPREAD", "LEVEL"]
    var table = TextTable(
      [.init(title: "PAIR")] + figures.map { .init(title: $0, isRightAligned: true) })
    for pair in pairs where pair.outcome == .measured { table.add(cells(of: pair)) }
    return table.lines(columns: columns)
  }

  private func cells(of pair: Pair) -> [String] {
    [pair.name, Self.frames(pair.latencyFrames), Self.text(pair.latencyMilliseconds, digits: 3)]
      + (hasTurns ? ["+\(pair.turnFrames)", Self.frames(pair.totalFrames)] : [])
      + [
        pair.reportedFrames.map(String.init) ?? "nothing",
        pair.differenceFrames == nil ? "" : Self.frames(pair.differenceFrames, isSigned: true),
        Self.frames(pair.spreadFrames), "\(Self.text(pair.gainDecibels, digits: 1)) dB",
      ]
  }

  /// Frames to a hundredth; one digit is always there.
  static func frames(_ value: Double?, isSigned: Bool = false) -> String {
    let text = text(value, digits: 2, isSigned: isSigned)
    return text.hasSuffix("0") ? String(text.dropLast()) : text
  }

  private static func text(_ value: Double?, digits: Int, isSigned: Bool = false) -> String {
    guard let value else { return "" }
    let scale = pow(10, Double(digits))
    // Without a sign for what is rounded to 0.
    let rounded = (value * scale).rounded() / scale + 0
    return String(format: isSigned ? "%+.\(digits)f" : "%.\(digits)f", rounded == 0 ? 0 : rounded)
  }

  private func notes(_ columns: Int?) -> [String] {
    var notes = pairs.flatMap { pair in remarks(on: pair).map { "\(pair.name): \($0)" } }
    for channel in Set(pairs.map(\.playback)).sorted() {
      let own = pairs.filter { $0.playback == channel }
      guard own.allSatisfy({ $0.outcome == .noSignal }) else { continue }
      notes.append(
        "out \(channel): no signal came back; connect it to an input, turn the levels up, "
          + "or give --longest if the way takes more than \(longestFrames) frames")
    }
    if hasTurns {
      notes.append(
        "JACK: what comes round in its graph takes one period more; FRAMES is the way without it")
    }
    return notes.map { $0.hanging("", columns: columns) }
  }

  private func remarks(on pair: Pair) -> [String] {
    switch pair.outcome {
    case .noSignal: return []
    case .tooLate: return ["it takes more than \(longestFrames) frames; give --longest"]
    case .unsteady:
      return ["it comes back at times only, or at changing places; turn the level up"]
    case .xruns: return ["xruns each time; choose a longer period"]
    case .measured: break
    }
    var notes: [String] = []
    if pair.isInverted == true { notes.append("it comes back upside down") }
    if pair.isClipped == true { notes.append("clipped; turn the level down") }
    if let echo = pair.echo {
      notes.append(
        "it comes back twice: also after \(Self.frames(echo.latencyFrames)) frames, "
          + "\(Self.text(echo.decibelsBelow, digits: 1)) dB below; is the device's monitoring on?")
    }
    return notes
  }
}

extension LatencyReport.Pair {
  fileprivate var name: String { "out \(playback) > in \(capture)" }
}
