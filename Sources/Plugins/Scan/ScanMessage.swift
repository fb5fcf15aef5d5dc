/// What a child that scans says to its parent.
package enum ScanMessage: Equatable, Sendable {
  /// It is about to do something with the file at `path` that may end it.
  case begins(path: String, ScanActivity)
  /// It has read all of the library or bundle at `path`.
  case read(path: String, ScanFindings)

  /// The message as it goes through a pipe, after its length in four bytes.
  var frame: [UInt8] {
    var writer = CompactWriter()
    switch self {
    case .begins(let path, let activity):
      writer.write(path)
      writer.write(ScanActivity.allCases.firstIndex(of: activity) ?? 0)
    case .read(let path, let findings):
      writer.write(path)
      writer.write(ScanActivity.allCases.count)
      writer.write(findings.plugins) { $0.write($1) }
      writer.write(findings.problems) { $0.write($1) }
    }
    return withUnsafeBytes(of: UInt32(writer.bytes.count).littleEndian) { $0 + writer.bytes }
  }

  /// Reads a message without its length.
  init(_ bytes: ArraySlice<UInt8>) throws(CompactDamage) {
    var reader = CompactReader(bytes)
    let path = try reader.text()
    let kind = try reader.number()
    if ScanActivity.allCases.indices.contains(kind) {
      self = .begins(path: path, ScanActivity.allCases[kind])
    } else {
      let plugins = try reader.array { reader throws(CompactDamage) in try reader.plugin() }
      let problems = try reader.array { reader throws(CompactDamage) in try reader.problem() }
      self = .read(path: path, ScanFindings(plugins: plugins, problems: problems))
    }
  }
}

/// What may go wrong while a library or bundle is scanned.
package enum ScanActivity: CaseIterable, Sendable {
  /// A bundle's description is read.
  case reading
  /// A library is loaded, and asked what is in it.
  case opening

  /// Such as `while it was opened`.
  var phrase: String {
    switch self {
    case .reading: "while it was read"
    case .opening: "while it was opened"
    }
  }
}

/// What a library or bundle holds.
package struct ScanFindings: Equatable, Sendable {
  package init(plugins: [PluginDescriptor] = [], problems: [PluginProblem] = []) {
    self.plugins = plugins
    self.problems = problems
  }

  /// The plugins in it that can be had.
  package var plugins: [PluginDescriptor]
  /// What is wrong with it.
  package var problems: [PluginProblem]
}
