public import Foundation
public import Plugins
import Synchronization

/// The LV2 plugins of this machine, named by their URIs.
///
/// Plugins get audio, CV and control ports, and event ports: MIDI messages and the transport's
/// position arrive at those that support them.
/// Bounds and default of a port that depends on the rate stay multiples of it in the descriptor
/// (`isRateScaled`); a value at `parameter(_:)` is what the plugin gets, such as Hz.
public final class LV2Catalogue: PluginCatalogue {
  /// Creates a catalogue; nothing is read yet.
  ///
  /// - Parameters:
  ///   - directories: where to look; when nil, `LV2_PATH`, else the usual places.
  ///   - cache: what `list()` keeps between runs; nil reads everything each time.
  ///   - scanner: who reads bundles for `list()`, and sees that their libraries can be loaded; nil
  ///     reads them in this process, and loads no library.
  public init(
    directories: [String]? = nil, cache: PluginCache? = .standard, scanner: PluginScanner? = nil
  ) {
    self.directories = directories?.map(PluginSearchPath.absolute) ?? Self.standardDirectories
    self.cache = cache
    self.scanner = scanner
  }

  /// `LV2_PATH`, else where bundles are usually installed.
  public static var standardDirectories: [String] {
    PluginSearchPath.directories(
      variable: "LV2_PATH",
      standard: [
        "~/.lv2", "/usr/local/lib/lv2", "/usr/lib/lv2",
        "/usr/lib/\(PluginSearchPath.multiarch)/lv2", "/usr/lib64/lv2",
      ])
  }

  /// LV2.
  public var format: PluginFormat { .lv2 }

  /// What the last `list()` could not read.
  ///
  /// Thread: control.
  public var problems: [PluginProblem] { found.withLock { $0 } }

  /// Every plugin on the path, sorted by URI.
  ///
  /// Thread: control.
  public func list() throws(PluginError) -> [PluginDescriptor] {
    let entries = try scan()
    found.withLock { $0 = entries.flatMap(\.problems) }
    var seen = Set<String>()
    return entries.flatMap(\.plugins)
      .filter { seen.insert($0.identifier).inserted }
      .sorted { $0.identifier < $1.identifier }
  }

  /// Describes one plugin; of all others only the manifests are read, once.
  ///
  /// Thread: control.
  public func descriptor(_ identifier: String) throws(PluginError) -> PluginDescriptor {
    switch loaded.withReader({ $0.look(up: identifier) }) {
    case .success(let descriptor): return descriptor
    case .failure(let problem): throw PluginError(.failed, problem.description)
    case nil: throw notFound(identifier)
    }
  }

  /// Makes and activates an instance, its parameters at their defaults.
  ///
  /// Thread: control.
  public func makeInstance(
    _ identifier: String, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance {
    let bundle = loaded.withReader { reader in reader.plugin(identifier).map(reader.bundle) }
    guard let bundle else { throw notFound(identifier) }
    if let problem = faults[bundle] { throw PluginError(.failed, problem.description) }
    return try LV2Instance(
      identifier, in: loaded, map: map, rate: rate, maximumFrames: maximumFrames)
  }

  /// The presets of one plugin, those from bundles that came since the last call included.
  ///
  /// Thread: control.
  public func presets(of identifier: String) throws(PluginError) -> [PluginPreset] {
    loaded.add(LV2Bundle.all(in: directories))
    let presets = loaded.withReader { reader in
      reader.plugin(identifier).map { reader.presets(of: $0) }
    }
    guard let presets else { throw notFound(identifier) }
    return presets
  }

  /// Reads what a folder says about itself, and looks for its files.
  ///
  /// Thread: control.
  public func checkState(in folder: URL, of identifier: String) throws(PluginError) {
    try LV2Reader.checkState(in: folder, of: identifier)
  }

  let directories: [String]
  let cache: PluginCache?
  let scanner: PluginScanner?
  private let map = URIDMap()
  private let found = Mutex<[PluginProblem]>([])
  private let known = Mutex<[String: PluginProblem]?>(nil)
  private let world = Mutex<LV2World?>(nil)

  /// The world of all sound bundles, loaded when it is first needed.
  private var loaded: LV2World {
    world.withLock { world in
      if let world { return world }
      let bundles = LV2Bundle.all(in: directories).filter { $0.problem == nil }
      let made = LV2World(bundles)
      world = made
      return made
    }
  }

  /// What ended a child that read a bundle, by the bundle's path, as far as the last scan tells.
  private var faults: [String: PluginProblem] {
    known.withLock { known in
      if let known { return known }
      let read = readFaults()
      known = read
      return read
    }
  }

  private func notFound(_ identifier: String) -> PluginError {
    let near = loaded.withReader { $0.uris(like: identifier) }
    let hint =
      near.isEmpty
      ? "see `tactus plugins list`, or set LV2_PATH"
      : "did you mean \(near.map { "<\($0)>" }.joined(separator: " or "))?"
    return PluginError(
      .notFound, "no LV2 plugin <\(identifier)> in \(directories.joined(separator: ", ")): \(hint)")
  }
}
