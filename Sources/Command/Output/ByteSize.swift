import ArgumentParser

/// A number of bytes, as a user says it: `500000`, `64K`, `100M`, `2G`.
struct ByteSize: ExpressibleByArgument, Equatable {
  let bytes: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    let digits = unit == nil ? Substring(argument) : argument.dropLast()
    guard let number = Int(digits), number >= 0 else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !isTooLarge else { return nil }
    self.bytes = bytes
  }
}
