import Foundation

/// Plugins from Debian that these tests play through.
enum Installed {
  static let directory = "/usr/lib/lv2"
  static let amp = "http://lv2plug.in/plugins/eg-amp"
  static let hasExamples = has("eg-amp.lv2")
  static let hasMDA = has("mda.lv2")
  static let hasCalf = has("calf.lv2")
  static let hasLSP = has("lsp-plugins.lv2")
  static let hasSWH = has("latency-swh.lv2")
  static let hasX42 = has("dpl.lv2")
  static let lv2apply = "/usr/bin/lv2apply"
  static let hasApply = FileManager.default.isExecutableFile(atPath: lv2apply)

  private static func has(_ name: String) -> Bool {
    FileManager.default.isReadableFile(atPath: "\(directory)/\(name)/manifest.ttl")
  }
}
