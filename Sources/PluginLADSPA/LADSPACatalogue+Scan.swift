import Plugins
import Synchronization

extension LADSPACatalogue {
  /// What every library holds, in the order of the path; opens those that changed since last time.
  func scan() throws(PluginError) -> [PluginCache.Entry] {
    let paths = libraries().map(\.path)
    let fingerprints = Self.fingerprints(of: paths)
    let (unchanged, isComplete) = cached.stored(fingerprints)
    guard !isComplete else { return paths.compactMap { unchanged[$0] } }
    let read = try cached.read(paths.filter { unchanged[$0] == nil }, fingerprints)
    let entries = unchanged.merging(read, uniquingKeysWith: { $1 })
    cached.store(entries)
    return paths.compactMap { entries[$0] }
  }

  /// What one library holds; opens it unless it is known from last time.
  func contents(of path: String) throws(PluginError) -> PluginCache.Entry? {
    let fingerprints = Self.fingerprints(of: [path])
    if let entry = known.withLock({ $0[path] }), entry.fingerprint == fingerprints[path] {
      return entry
    }
    var entry = cached.stored(fingerprints).unchanged[path]
    if entry == nil { entry = try cached.read([path], fingerprints)[path] }
    known.withLock { $0[path] = entry }
    return entry
  }

  private var cached: CachedScan<LADSPAReader> {
    CachedScan(.ladspa, directories: directories, edition: "", cache: cache, scanner: scanner)
  }

  private static func fingerprints(of paths: [String]) -> [String: String] {
    Dictionary(
      paths.map { path in
        var fingerprint = FileFingerprint()
        fingerprint.add(path)
        return (path, fingerprint.text)
      }, uniquingKeysWith: { first, _ in first })
  }
}
