/// The cures of a report as lines for a shell, for people to read and run.
struct CureScript {
  let text: String

  init(_ report: DoctorReport) {
    var seen: Set<String> = []
    var parts: [String] = []
    for check in report.checks {
      guard let cure = check.cure else { continue }
      let commands = check.commands.filter { seen.insert($0).inserted }
      // What came with an earlier finding needs no second mention.
      guard !commands.isEmpty || check.commands.isEmpty else { continue }
      parts.append(
        (["# \(check.title): \(check.found)", "# \(cure)"].map(Self.comment) + commands)
          .joined(separator: "\n"))
    }
    text = parts.isEmpty ? "# Nothing to do." : parts.joined(separator: "\n\n")
  }

  /// Keeps a name with a line break in it from becoming a command.
  private static func comment(_ line: String) -> String {
    line.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
