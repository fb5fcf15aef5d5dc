public import Plugins
import Synchronization

/// The LADSPA plugins of this machine, named `library:label`.
///
/// A port's symbol is made from its name: `Delay (s)` is `delay_s`. Bounds and default of a port
/// that depends on the rate stay multiples of it in the descriptor (`isRateScaled`); a value at
/// `parameter(_:)` is what the plugin gets, such as Hz, and starts at the default times the rate.
public final class LADSPACatalogue: PluginCatalogue {
  /// Creates a catalogue; nothing is read yet.
  ///
  /// - Parameter directories: where to look; when nil, `LADSPA_PATH`, else the usual places.
  public init(directories: [String]? = nil) {
    self.directories = directories?.map(PluginSearchPath.absolute) ?? Self.standardDirectories
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
    let contents = libraries().map(LADSPAContents.init)
    found.withLock { $0 = contents.flatMap(\.problems) }
    return contents.flatMap(\.plugins).sorted { $0.identifier < $1.identifier }
  }

  /// Describes one plugin after opening its library only.
  ///
  /// Thread: control.
  public func descriptor(_ identifier: String) throws(PluginError) -> PluginDescriptor {
    try find(identifier).descriptor
  }

  /// Makes and activates an instance, its parameters at their defaults.
  ///
  /// Thread: control.
  public func makeInstance(
    _ identifier: String, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance {
    let (descriptor, plugin, library) = try find(identifier)
    return try LADSPAInstance(
      plugin, of: library, descriptor: descriptor, rate: rate, maximumFrames: maximumFrames)
  }

  let directories: [String]
  private let found = Mutex<[PluginProblem]>([])
}
