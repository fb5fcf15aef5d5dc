import CLilv
import Plugins
import Synchronization

/// A lilv world with some bundles loaded.
///
/// lilv has no locks of its own, so whoever reads, makes or frees comes through `withReader`.
final class LV2World: @unchecked Sendable {
  /// Loads the manifests of `bundles`, after a call for each; each has to be free of problems.
  init(_ bundles: [LV2Bundle], willLoad: (LV2Bundle) -> Void = { _ in }) {
    world = lilv_world_new()
    for bundle in bundles {
      willLoad(bundle)
      Self.load(bundle, into: world)
    }
    paths = Mutex(Set(bundles.map(\.path)))
    lilv_world_load_specifications(world)
    lilv_world_load_plugin_classes(world)
    reader = LV2Reader(world)
  }

  /// Loads those of `bundles` that it does not have, where nothing is wrong with them.
  func add(_ bundles: [LV2Bundle]) {
    withReader { _ in
      for bundle in bundles where paths.withLock({ !$0.contains(bundle.path) }) {
        guard bundle.problem == nil else { continue }
        _ = paths.withLock { $0.insert(bundle.path) }
        Self.load(bundle, into: world)
      }
    }
  }

  private static func load(_ bundle: LV2Bundle, into world: OpaquePointer?) {
    let uri = lilv_new_file_uri(world, nil, "\(bundle.path)/")
    lilv_world_load_bundle(world, uri)
    lilv_node_free(uri)
  }

  deinit {
    reader.free()
    lilv_world_free(world)
  }

  /// Performs `body` while no one else uses the world.
  func withReader<Result: Sendable, Failure: Error>(
    _ body: (LV2Reader) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lock.withLock { (_: inout Void) throws(Failure) -> Result in
      try body(reader)
    }
  }

  private let world: OpaquePointer?
  /// The bundles that are loaded.
  private let paths: Mutex<Set<String>>
  private let reader: LV2Reader
  private let lock = Mutex(())
}
