import CLilv
import Glibc
import Plugins

extension LV2Reader {
  /// Why a plugin cannot be described; nil when it can.
  ///
  /// Its data files are parsed for that before lilv reads them: lilv would print what is wrong
  /// with one, and go on with the part of the plugin before the mistake.
  func problem(_ plugin: OpaquePointer) -> PluginProblem? {
    for uri in LilvValues.texts(lilv_plugin_get_data_uris(plugin)) {
      if let problem = problem(inFile: uri) { return problem }
    }
    guard lilv_plugin_verify(plugin), lilv_plugin_get_library_uri(plugin) != nil else {
      return PluginProblem(
        path: bundle(plugin),
        message: "does not say the name, ports and library of <\(uri(plugin))>")
    }
    return nil
  }

  /// What the loader has against the plugin's library; nil when it is loaded now, and for good.
  func loaderMessage(_ plugin: OpaquePointer) -> String? {
    guard let path = libraryPath(plugin) else {
      return "its bundle names no library"
    }
    guard let library = PluginSetup.open(libraryAt: path) else {
      return dlerror().map { String(cString: $0) } ?? "\(path) cannot be opened"
    }
    dlclose(library)
    return nil
  }

  private func problem(inFile uri: String) -> PluginProblem? {
    if let known = checkedFiles[uri] { return known }
    guard let path = lilv_file_uri_parse(uri, nil) else { return nil }
    defer { lilv_free(path) }
    let problem = LV2Bundle.problem(inTurtle: String(cString: path))
    checkedFiles[uri] = .some(problem)
    return problem
  }
}
