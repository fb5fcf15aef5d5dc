import ArgumentParser

/// How a stream is to be cut into periods, as the command line says.
struct StreamOptions: ParsableArguments {
  @Option(help: "Frames per second.")
  var rate: Int?

  @Option(help: "Frames per period.")
  var period: Int?

  @Option(help: "Periods in the device's buffer.")
  var periods: Int?

  func validate() throws {
    try validatePositive(rate, "--rate")
    try validatePositive(period, "--period")
    try validatePositive(periods, "--periods")
  }
}
