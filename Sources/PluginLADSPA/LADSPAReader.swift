public import Plugins

/// Reads LADSPA libraries in this process, any of which may end it.
public enum LADSPAReader: PluginLibraryReader {
  /// Opens each library and describes its plugins.
  public static func read(_ request: ScanRequest, _ teller: ScanTeller) {
    for path in request.paths {
      teller.tell(.begins(path: path, .opening))
      teller.tell(.read(path: path, LADSPAContents(of: LADSPALocation(path: path)).findings))
    }
  }
}

/// A library by name and place, not opened.
struct LADSPALocation {
  let path: String

  /// Its file's name without `.so`.
  var name: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.hasSuffix(".so") ? file.dropLast(3) : file)
  }
}

/// What is in a library: opened, read and closed again.
struct LADSPAContents {
  init(of location: LADSPALocation) {
    do {
      read(try LADSPALibrary(path: location.path), name: location.name)
    } catch {
      findings.problems = [error]
    }
  }

  private(set) var findings = ScanFindings()

  private mutating func read(_ library: LADSPALibrary, name: String) {
    var seen = Set<String>()
    for (index, plugin) in library.plugins.enumerated() {
      guard let descriptor = PluginDescriptor(plugin, library: name, path: library.path) else {
        findings.problems.append(
          PluginProblem(path: library.path, message: "plugin \(index) is not described completely"))
        continue
      }
      if seen.insert(descriptor.identifier).inserted {
        findings.plugins.append(descriptor)
      }
    }
  }
}
