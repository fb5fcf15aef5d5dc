import ArgumentParser
import Meter

/// How the meter looks on this terminal.
struct MeterLook: ParsableArguments {
  @Option(help: "Colours of the meter: auto, always or never.", transform: Self.colour)
  var color: MeterColour?

  @Flag(help: "Draw the meter with ASCII alone.")
  var ascii = false

  var options: MeterOptions {
    var options = MeterOptions()
    options.colour = color ?? .auto
    options.isASCII = ascii
    return options
  }

  private static func colour(_ text: String) throws -> MeterColour {
    guard let colour = MeterColour(rawValue: text) else {
      let names = MeterColour.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("colours are not '\(text)' but one of \(names)")
    }
    return colour
  }
}
