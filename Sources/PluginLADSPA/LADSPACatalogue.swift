public import Plugins
import Synchronization

/// The LADSPA plugins of this machine, named `library:label` or by the number of their registry.
///
/// A port's symbol is made from its name: `Delay (s)` is `delay_s`. Bounds and default of a port
/// that depends on the rate stay multiples of it in the descriptor (`isRateScaled`); a value at
/// `parameter(_:)` is what the plugin gets, such as Hz, and starts at the default times the rate.
public final class LADSPACatalogue: PluginCatalogue {
  /// Creates a catalogue; nothing is read yet.
  ///
  /// - Parameters:
  ///   - directories: where to look; when nil, `LADSPA_PATH`, else the usual places.
  ///   - cache: what is kept between runs; nil reads everything each time.
  ///   - scanner: who opens libraries to describe their plugins; nil opens them in this process,
  ///     which a faulty one may end.
  public init(
    directories: [String]? = nil, cache: PluginCache? = .standard, scanner: PluginScanner? = nil
  ) {
    self.directories = directories?.map(PluginSearchPath.absolute) ?? Self.standardDirectories
    self.cache = cache
    self.scanner = scanner
  }

  /// `LADSPA_PATH`, else where libraries are usually installed.
  public static var standardDirectories: [String] {
    PluginSearchPath.directories(
      variable: "LADSPA_PATH",
      standard: [
        "~/.ladspa", "/usr/local/lib/ladspa", "/usr/lib/ladspa",
        "/usr/lib/\(PluginSearchPath.multiarch)/ladspa", "/usr/lib64/ladspa",
      ])
  }

  /// LADSPA.
  public var format: PluginFormat { .ladspa }

  /// What the last `list()` could not open.
  ///
  /// Thread: control.
  public var problems: [PluginProblem] { found.withLock { $0 } }

  /// Every plugin on the path, sorted by identifier.
  ///
  /// Thread: control.
  public func list() throws(PluginError) -> [PluginDescriptor] {
    let entries = try scan()
    found.withLock { $0 = entries.flatMap(\.problems) }
    return entries.flatMap(\.plugins).sorted { $0.identifier < $1.identifier }
  }

  /// Describes one plugin after opening its library only.
  ///
  /// Thread: control.
  public func descriptor(_ identifier: String) throws(PluginError) -> PluginDescriptor {
    try describe(LADSPAName(identifier, in: self))
  }

  /// Makes and activates an instance, its parameters at their defaults.
  ///
  /// Thread: control.
  public func makeInstance(
    _ identifier: String, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance {
    let name = try LADSPAName(identifier, in: self)
    // A library that ended a child is not let in here.
    if scanner != nil { _ = try describe(name) }
    let (descriptor, plugin, library) = try find(name)
    return try LADSPAInstance(
      plugin, of: library, descriptor: descriptor, rate: rate, maximumFrames: maximumFrames)
  }

  let directories: [String]
  let cache: PluginCache?
  let scanner: PluginScanner?
  /// What was read of single libraries, which are asked for with every instance.
  let known = Mutex<[String: PluginCache.Entry]>([:])
  private let found = Mutex<[PluginProblem]>([])
}
