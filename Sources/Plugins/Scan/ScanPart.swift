/// Some libraries that one child after the other reads, until each is read or known to be at fault.
struct ScanPart {
  init(
    _ scanner: PluginScanner, _ format: PluginFormat, paths: [String], directories: [String]
  ) {
    self.scanner = scanner
    self.format = format
    self.directories = directories
    rest = paths
  }

  /// What was found, by path.
  private(set) var found: [String: ScanFindings] = [:]

  /// Reads all of them.
  mutating func run() throws(PluginError) {
    while !rest.isEmpty { try runChild() }
  }

  private let scanner: PluginScanner
  private let format: PluginFormat
  private let directories: [String]
  private var rest: [String]
  /// Bundles of others that ended a child.
  private var without: [String] = []

  private mutating func runChild() throws(PluginError) {
    let count = rest.count
    var child = try startChild()
    child.follow { message in
      guard case .read(let path, let findings) = message else { return }
      found[path] = findings
      rest.removeAll { $0 == path }
    }
    // Where it read others before, one of them may be to blame for what comes after: another child
    // begins with the one it was at.
    guard rest.count == count else { return }
    guard let (path, reason) = child.fault, !without.contains(path) else {
      throw PluginError(.failed, "the scan of plugins failed: \(child.ending)")
    }
    if rest.contains(path) {
      found[path] = ScanFindings(problems: [PluginProblem(fault: reason, at: path)])
      rest.removeAll { $0 == path }
    } else {
      without.append(path)
    }
  }

  private func startChild() throws(PluginError) -> ScanChild {
    do throws(ChildProcessError) {
      return try ScanChild(scanner, arguments: arguments)
    } catch {
      throw PluginError(.failed, "plugins cannot be scanned: \(error)")
    }
  }

  private var arguments: [String] {
    ["plugin-scan", format.rawValue]
      + directories.flatMap { ["--directory", $0] }
      + without.flatMap { ["--without", $0] }
      + ["--"] + rest
  }
}
