/// A format's way to read libraries in this process, any of which may end it.
public protocol PluginLibraryReader {
  /// Reads the libraries or bundles of the request, telling of each before and after.
  static func read(_ request: ScanRequest, _ teller: ScanTeller)
}

/// What is to be read.
public struct ScanRequest: Sendable {
  /// Creates a request.
  public init(paths: [String], directories: [String], without: [String] = []) {
    self.paths = paths
    self.directories = directories
    self.without = without
  }

  /// The libraries or bundles.
  public var paths: [String]
  /// The path they are on, where what they refer to may be.
  public var directories: [String]
  /// What on it is known to end a process.
  public var without: [String]
  /// Whether plugins count only when their library can be loaded, where that is not needed to
  /// describe them.
  package var opensLibraries = true
}
