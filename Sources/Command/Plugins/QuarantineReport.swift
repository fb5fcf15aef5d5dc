import Foundation
import PluginSandbox
import Plugins

/// The plugins in quarantine.
struct QuarantineReport: Report {
  let file: String
  let plugins: [Quarantine.Entry]

  init(_ quarantine: Quarantine) {
    file = quarantine.file.path
    plugins = quarantine.entries
  }

  func text(columns: Int?) -> String {
    guard !plugins.isEmpty else { return "no plugin is in quarantine" }
    return plugins.map { entry in
      "\(entry.format.rawValue):\(entry.identifier)  \(entry.reason), \(entry.date)"
    }.joined(separator: "\n")
  }
}
