import Foundation

/// Plugins from Debian that these tests play through.
enum Installed {
  static let directory = "/usr/lib/ladspa"
  static let hasSDK = has("amp.so")
  static let hasSWH = has("lowpass_iir_1891.so")

  static let sdk = ["amp", "delay", "filter", "noise", "sine"]
  static let applyplugin = "/usr/bin/applyplugin"
  static let hasApply = FileManager.default.isExecutableFile(atPath: applyplugin)

  private static func has(_ name: String) -> Bool {
    FileManager.default.isReadableFile(atPath: "\(directory)/\(name)")
  }
}
