import CLADSPA
import Glibc
import Plugins

extension LADSPACatalogue {
  /// The libraries on the path; of two with the same name the first counts.
  func libraries() -> [LADSPALocation] {
    var seen = Set<String>()
    return directories.flatMap { directory in
      PluginSearchPath.names(in: directory)
        .filter { $0.hasSuffix(".so") && seen.insert($0).inserted }
        .map { LADSPALocation(name: String($0.dropLast(3)), path: "\(directory)/\($0)") }
    }
  }

  /// One plugin, with its library open.
  func find(
    _ identifier: String
  ) throws(PluginError) -> (
    descriptor: PluginDescriptor, plugin: UnsafePointer<LADSPA_Descriptor>, library: LADSPALibrary
  ) {
    let parts = identifier.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[0].contains("/") else {
      throw PluginError(
        .notFound, "'\(identifier)' is no LADSPA plugin: name it library:label, as amp:amp_mono")
    }
    let library = try open(parts[0])
    guard let plugin = library.plugin(parts[1]) else {
      let labels = library.plugins.compactMap { $0.pointee.Label.map { String(cString: $0) } }
      throw PluginError(
        .notFound, "\(library.path) has no plugin '\(parts[1])', only \(labels.list)")
    }
    guard let descriptor = PluginDescriptor(plugin, library: parts[0], path: library.path) else {
      throw PluginError(.failed, "\(identifier): \(library.path) does not describe it completely")
    }
    return (descriptor, plugin, library)
  }

  private func open(_ name: String) throws(PluginError) -> LADSPALibrary {
    let paths = directories.map { "\($0)/\(name).so" }
    guard let path = paths.first(where: { access($0, F_OK) == 0 }) else {
      throw PluginError(
        .notFound,
        "no LADSPA library '\(name).so' in \(directories.list): see `tactus plugins list`, "
          + "or set LADSPA_PATH")
    }
    do {
      return try LADSPALibrary(path: path)
    } catch {
      throw PluginError(.failed, error.description)
    }
  }
}

extension [String] {
  fileprivate var list: String { isEmpty ? "none" : joined(separator: ", ") }
}
