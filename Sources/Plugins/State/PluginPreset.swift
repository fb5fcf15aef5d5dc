/// Settings of a plugin under a name, kept in a file of its own or of the plugin's.
public struct PluginPreset: Sendable, Equatable, Codable {
  /// Creates a preset.
  public init(uri: String, name: String) {
    self.uri = uri
    self.name = name
  }

  /// What it is known by; no other preset has it.
  public var uri: String
  /// Its name for people; others may have it, too.
  public var name: String
}
