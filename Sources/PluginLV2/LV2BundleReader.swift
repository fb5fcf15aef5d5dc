public import Plugins

/// Reads LV2 bundles in this process, which a faulty library of one may end.
public enum LV2BundleReader: PluginLibraryReader {
  /// Describes the plugins of each bundle, and opens their libraries.
  ///
  /// The manifests of all other bundles on the path are read too: of two versions of a plugin the
  /// newer counts, and a plugin's class or units may be defined elsewhere.
  public static func read(_ request: ScanRequest, _ teller: ScanTeller) {
    let problems = Problems(request, teller)
    let world = LV2World(problems.sound) { teller.tell(.begins(path: $0.path, .reading)) }
    world.withReader { reader in
      let plugins = reader.pluginsByBundle
      for path in request.paths {
        if let problem = problems.found[path] {
          teller.tell(.read(path: path, ScanFindings(problems: [problem])))
        } else {
          let contents = LV2Contents(
            of: path, plugins[path] ?? [], reader, opening: request.opensLibraries, teller)
          teller.tell(.read(path: path, contents.findings))
        }
      }
    }
  }
}

/// The bundles of a path, and what is wrong with some of them.
private struct Problems {
  init(_ request: ScanRequest, _ teller: ScanTeller) {
    let without = Set(request.without)
    for bundle in LV2Bundle.all(in: request.directories) where !without.contains(bundle.path) {
      teller.tell(.begins(path: bundle.path, .reading))
      if let problem = bundle.problem {
        found[bundle.path] = problem
      } else {
        sound.append(bundle)
      }
    }
  }

  private(set) var sound: [LV2Bundle] = []
  private(set) var found: [String: PluginProblem] = [:]
}

/// What is in a bundle.
private struct LV2Contents {
  init(
    of path: String, _ plugins: [OpaquePointer], _ reader: LV2Reader, opening: Bool,
    _ teller: ScanTeller
  ) {
    for plugin in plugins {
      teller.tell(.begins(path: path, .reading))
      switch reader.read(plugin) {
      case .failure(let problem): findings.problems.append(problem)
      case .success(let descriptor):
        guard opening else {
          findings.plugins.append(descriptor)
          continue
        }
        add(descriptor, library: reader.libraryPath(plugin)) {
          teller.tell(.begins(path: path, .opening))
        }
      }
    }
  }

  private(set) var findings = ScanFindings()
  private var libraries: [String: Result<Set<String>, PluginProblem>] = [:]

  /// Adds a plugin if its library can be loaded and has it.
  private mutating func add(
    _ plugin: PluginDescriptor, library path: String?, willOpen: () -> Void
  ) {
    guard let path else {
      findings.problems.append(
        PluginProblem(
          path: plugin.library, message: "names no library for <\(plugin.identifier)>"))
      return
    }
    switch open(path, in: plugin.library, willOpen) {
    case .success(let uris) where uris.contains(plugin.identifier):
      findings.plugins.append(plugin)
    case .success:
      findings.problems.append(
        PluginProblem(path: path, message: "does not have <\(plugin.identifier)>"))
    case .failure(let problem):
      if !findings.problems.contains(problem) { findings.problems.append(problem) }
    }
  }

  private mutating func open(
    _ path: String, in bundle: String, _ willOpen: () -> Void
  ) -> Result<Set<String>, PluginProblem> {
    if let known = libraries[path] { return known }
    willOpen()
    let uris = LV2Library.uris(at: path, bundle: bundle)
    libraries[path] = uris
    return uris
  }
}
