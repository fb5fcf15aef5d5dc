import CLADSPA
import Plugins

/// A library by name and place, not opened.
struct LADSPALocation {
  let name: String
  let path: String
}

/// What is in a library: opened, read and closed again.
struct LADSPAContents {
  init(of location: LADSPALocation) {
    do {
      read(try LADSPALibrary(path: location.path), name: location.name)
    } catch {
      problems = [error]
    }
  }

  private(set) var plugins: [PluginDescriptor] = []
  private(set) var problems: [PluginProblem] = []

  private mutating func read(_ library: LADSPALibrary, name: String) {
    var seen = Set<String>()
    for (index, plugin) in library.plugins.enumerated() {
      guard let descriptor = PluginDescriptor(plugin, library: name, path: library.path) else {
        problems.append(
          PluginProblem(path: library.path, message: "plugin \(index) is not described completely"))
        continue
      }
      if seen.insert(descriptor.identifier).inserted {
        plugins.append(descriptor)
      }
    }
  }
}
