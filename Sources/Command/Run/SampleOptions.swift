import ArgumentParser
import Drivers

/// What samples are to be like, as the command line says.
struct SampleOptions: ParsableArguments {
  @Option(help: "Frames per second.")
  var rate: Int?

  @Option(
    help: "The only sample format to use, by ALSA's name, such as S24_3LE.",
    transform: Self.format)
  var format: PCMFormat?

  func validate() throws {
    try validatePositive(rate, "--rate")
  }

  private static func format(_ name: String) throws -> PCMFormat {
    do throws(DriverError) {
      return try PCMFormat(named: name)
    } catch {
      throw ValidationError(error.message)
    }
  }
}

/// Refuses a count of zero or less.
func validatePositive(_ value: Int?, _ option: String) throws {
  if let value, value <= 0 { throw ValidationError("\(option) must be more than 0") }
}
