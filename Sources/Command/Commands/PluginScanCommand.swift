import ArgumentParser
import Glibc
import PluginLADSPA
import PluginLV2
import Plugins

/// What a child does that reads plugins for its parent, and may crash on them.
struct PluginScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin-scan",
    abstract: "Read plugin libraries for another process, which listens at descriptor 3.",
    shouldDisplay: false)

  @Argument var format: PluginFormat
  @Option(name: .customLong("directory")) var directories: [String] = []
  @Option var without: [String] = []
  @Argument var paths: [String] = []

  func run() throws {
    let request = ScanRequest(paths: paths, directories: directories, without: without)
    switch format {
    case .lv2: LV2BundleReader.read(request, ScanTeller())
    case .ladspa: LADSPAReader.read(request, ScanTeller())
    }
    // What the libraries would do at a regular end is of no use to anybody.
    _exit(0)
  }
}
