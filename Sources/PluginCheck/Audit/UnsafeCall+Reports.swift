extension UnsafeCall {
  /// The calls that a program linked with the sanitizer reported, each place once.
  static func all(in errors: String, of program: String) -> [UnsafeCall] {
    var reader = ReportReader(program)
    for line in errors.split(separator: "\n") { reader.read(line) }
    reader.finish()
    return reader.calls
  }
}

/// Reads the sanitizer's reports line by line, and the stages a child tells between them.
private struct ReportReader {
  init(_ program: String) { module = "/\(program.split(separator: "/").last ?? "")+0x" }

  private(set) var calls: [UnsafeCall] = []

  mutating func read(_ line: Substring) {
    if line.hasPrefix("tactus stage ") {
      finish()
      stage = String(line.dropFirst("tactus stage ".count))
    } else if line.contains("RealtimeSanitizer: ") {
      finish()
      stack = []
    } else if line.hasPrefix("Intercepted call to"), let name = Self.quoted(line) {
      function = name
    } else if let frame = Self.frame(line) {
      stack.append(frame)
    }
  }

  /// Takes the report that was read last.
  mutating func finish() {
    defer { (function, stack) = (nil, []) }
    guard let function else { return }
    // The innermost frame is the function itself; below the plugin's own there are only ours.
    let callers = stack.dropFirst()
    let foreign = callers.prefix { !$0.contains(module) }
    let isHosts = !callers.isEmpty && foreign.allSatisfy(Self.isRuntime)
    let call = UnsafeCall(
      function: function, stage: stage, stack: Array(isHosts ? callers.prefix(16) : foreign),
      isHosts: isHosts)
    let isKnown = calls.contains { $0.function == function && $0.stack == call.stack }
    if !isKnown { calls.append(call) }
  }

  /// How this host's frames end.
  private let module: String
  private var stage = CheckStage.make.rawValue
  private var function: String?
  private var stack: [String] = []

  /// The name between backquotes.
  private static func quoted(_ line: Substring) -> String? {
    let parts = line.split(separator: "`", omittingEmptySubsequences: false)
    return parts.count >= 3 ? String(parts[1]) : nil
  }

  /// `#1 0x55d0 in run /path/file.c:12:3` without its number and its address.
  private static func frame(_ line: Substring) -> String? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[0].hasPrefix("#"), words[1].hasPrefix("0x") else { return nil }
    return words[2].hasPrefix("in ") ? String(words[2].dropFirst(3)) : String(words[2])
  }

  /// Whether it is of a library that calls for whoever called it.
  private static func isRuntime(_ frame: String) -> Bool {
    ["/libc.so", "/libm.so", "/libstdc++.so", "/libgcc_s.so", "/ld-linux"]
      .contains { frame.contains($0) }
  }
}
