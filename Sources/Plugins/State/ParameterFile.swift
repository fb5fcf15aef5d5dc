package import Foundation

/// A plugin's parameters as text: what makes up a state where a format keeps nothing else.
package struct ParameterFile: Codable, Equatable {
  /// Its name in the folder of a state.
  package static let name = "parameters.json"

  /// The interface of the plugin.
  package var format: PluginFormat
  /// The plugin.
  package var plugin: String
  /// Values by symbol; one that is no finite number is left out, as JSON has none.
  package var parameters: [String: Float]

  /// The parameters of an instance as they are now.
  package init(of instance: any PluginInstance) {
    let descriptor = instance.descriptor
    format = descriptor.format
    plugin = descriptor.identifier
    let values = descriptor.parameters.compactMap { port in
      instance.value(of: port.symbol).map { (port.symbol, $0) }
    }
    parameters = Dictionary(values.filter(\.1.isFinite), uniquingKeysWith: { first, _ in first })
  }

  /// Reads the file in `folder`, which has to be of this plugin.
  package init(
    in folder: URL, of identifier: String, format: PluginFormat
  ) throws(PluginError) {
    let path = folder.appending(path: Self.name).path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PluginError(.failed, "\(path) cannot be read: it is no state of a plugin")
    }
    do {
      self = try JSONDecoder().decode(ParameterFile.self, from: data)
    } catch {
      throw PluginError(.failed, "\(path) is damaged: it does not hold a plugin's parameters")
    }
    guard plugin == identifier, self.format == format else {
      throw PluginError(
        .failed, "\(path) is a state of \(self.format.rawValue):\(plugin), not of \(identifier)")
    }
  }

  /// Writes the file into `folder`.
  package func write(to folder: URL) throws(PluginError) {
    let url = folder.appending(path: Self.name)
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(self).write(to: url)
    } catch {
      throw PluginError(.failed, "\(url.path) cannot be written: \(error.localizedDescription)")
    }
  }
}
