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
        .map { LADSPALocation(path: "\(directory)/\($0)") }
    }
  }

  /// Describes one plugin without its library being loaded here, where there is a scanner.
  func describe(_ name: LADSPAName) throws(PluginError) -> PluginDescriptor {
    let path = try path(of: name.library)
    guard let entry = try contents(of: path) else {
      throw PluginError(.failed, "\(path) cannot be read")
    }
    if let plugin = entry.plugins.first(where: { $0.identifier == name.identifier }) {
      return plugin
    }
    if let problem = entry.problems.first, entry.plugins.isEmpty {
      throw PluginError(.failed, problem.description)
    }
    let prefix = "\(name.library):"
    throw Self.missing(
      name, at: path, labels: entry.plugins.map { String($0.identifier.dropFirst(prefix.count)) })
  }

  /// One plugin, with its library open.
  func find(
    _ name: LADSPAName
  ) throws(PluginError) -> (
    descriptor: PluginDescriptor, plugin: UnsafePointer<LADSPA_Descriptor>, library: LADSPALibrary
  ) {
    let library = try open(path(of: name.library))
    guard let plugin = library.plugin(name.label) else {
      let labels = library.plugins.compactMap { $0.pointee.Label.map { String(cString: $0) } }
      throw Self.missing(name, at: library.path, labels: labels)
    }
    guard let descriptor = PluginDescriptor(plugin, library: name.library, path: library.path)
    else {
      throw PluginError(
        .failed, "\(name.identifier): \(library.path) does not describe it completely")
    }
    return (descriptor, plugin, library)
  }

  private func path(of library: String) throws(PluginError) -> String {
    let paths = directories.map { "\($0)/\(library).so" }
    guard let path = paths.first(where: { access($0, F_OK) == 0 }) else {
      throw PluginError(
        .notFound,
        "no LADSPA library '\(library).so' in \(directories.list): see `tactus plugins list`, "
          + "or set LADSPA_PATH")
    }
    return path
  }

  private func open(_ path: String) throws(PluginError) -> LADSPALibrary {
    do {
      return try LADSPALibrary(path: path)
    } catch {
      throw PluginError(.failed, error.description)
    }
  }

  private static func missing(
    _ name: LADSPAName, at path: String, labels: [String]
  ) -> PluginError {
    PluginError(.notFound, "\(path) has no plugin '\(name.label)', only \(labels.list)")
  }
}

extension [String] {
  fileprivate var list: String { isEmpty ? "none" : joined(separator: ", ") }
}
