import ArgumentParser
import PluginCheck
import Plugins
import Synchronization

/// Which plugins a command checks.
struct CheckedPlugins: ParsableArguments {
  @Argument(
    help: "lv2:URI, ladspa:library:label, ladspa:number, or the URI alone.",
    transform: PluginReference.argument)
  var plugins: [PluginReference] = []

  @Flag(help: "All plugins that are installed.")
  var all = false

  @Option(help: ArgumentHelp("How long one plugin may take.", valueName: "seconds"))
  var seconds = 60.0

  func validate() throws {
    guard all != !plugins.isEmpty else {
      throw ValidationError("name a plugin, or write --all")
    }
    guard seconds > 0, seconds.isFinite else {
      throw ValidationError("--seconds has to be more than 0")
    }
  }

  /// Those that were named have to be usable; of all that are installed a few may not be.
  func requireUsable(_ records: [CheckRecord]) throws {
    if !all, !records.allSatisfy(\.isUsable) { throw ExitCode(69) }
  }

  /// What a checker finds out about them, and what could not be read on the paths.
  func records(
    of checker: PluginChecker
  ) throws -> (records: [CheckRecord], problems: [PluginProblem]) {
    let (plugins, problems) = try found()
    let bar = Mutex(ProgressBar())
    let records = checker.check(plugins) { done in
      bar.withLock { $0.update(Double(done) / Double(plugins.count)) }
    }
    bar.withLock { $0.finish() }
    return (records, problems)
  }

  /// Their descriptions, and what could not be read on the paths.
  private func found() throws -> (plugins: [PluginDescriptor], problems: [PluginProblem]) {
    let catalogues = Catalogues.installed
    guard all else { return (try plugins.map(catalogues.descriptor), []) }
    var found: [PluginDescriptor] = []
    var problems: [PluginProblem] = []
    for catalogue in catalogues.all {
      found += try catalogue.list()
      problems += catalogue.problems
    }
    return (found, problems)
  }
}
