import Plugins

/// A plugin as sessions and the command line name it: `lv2:URI` or `ladspa:library:label`.
struct PluginReference: Equatable, CustomStringConvertible {
  let format: PluginFormat
  /// What the format's catalogue knows it by.
  let identifier: String

  init(format: PluginFormat, identifier: String) {
    self.format = format
    self.identifier = identifier
  }

  /// The reference of a plugin that was found.
  init(_ descriptor: PluginDescriptor) {
    self.init(format: descriptor.format, identifier: descriptor.identifier)
  }

  /// Reads a reference; a URI without `lv2:` before it is that of an LV2 plugin.
  ///
  /// nil for anything else.
  init?(_ text: String) {
    let (scheme, rest) = Self.split(text)
    guard !rest.isEmpty else { return nil }
    if let format = PluginFormat(rawValue: scheme) {
      self.init(format: format, identifier: rest)
    } else if ["http", "https", "urn"].contains(scheme) {
      self.init(format: .lv2, identifier: text)
    } else {
      return nil
    }
  }

  var description: String { "\(format.rawValue):\(identifier)" }

  private static func split(_ text: String) -> (scheme: String, rest: String) {
    guard let colon = text.firstIndex(of: ":") else { return ("", text) }
    return (text[..<colon].lowercased(), String(text[text.index(after: colon)...]))
  }
}
