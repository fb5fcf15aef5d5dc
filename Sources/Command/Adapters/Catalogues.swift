import Host
import PluginLADSPA
import PluginLV2
import Plugins

/// The plugin formats this program knows.
struct Catalogues: Sendable {
  /// LV2 and LADSPA, as installed on this machine; other processes read the libraries.
  static let installed = Catalogues([
    LV2Catalogue(scanner: PluginScanner()), LADSPACatalogue(scanner: PluginScanner()),
  ])

  /// The same, for a process that a plugin may end.
  static let unguarded = Catalogues([LV2Catalogue(cache: nil), LADSPACatalogue(cache: nil)])

  /// One per format.
  let all: [any PluginCatalogue]

  init(_ all: [any PluginCatalogue]) { self.all = all }

  /// The catalogue of a format.
  subscript(format: PluginFormat) -> (any PluginCatalogue)? {
    all.first { $0.format == format }
  }

  /// Describes the plugin a reference names.
  func descriptor(_ reference: PluginReference) throws -> PluginDescriptor {
    guard let catalogue = self[reference.format] else {
      throw HostError(.unavailable, "\(reference.format.rawValue) plugins are not supported")
    }
    return try catalogue.descriptor(reference.identifier)
  }

  /// The presets of a plugin that was found.
  func presets(of descriptor: PluginDescriptor) throws(PluginError) -> [PluginPreset] {
    try self[descriptor.format]?.presets(of: descriptor.identifier) ?? []
  }
}
