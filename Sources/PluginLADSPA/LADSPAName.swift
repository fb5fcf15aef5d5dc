import Plugins

/// What a session names a LADSPA plugin by.
struct LADSPAName {
  /// The file of its library, without `.so`.
  let library: String
  /// Its label.
  let label: String

  /// Reads `library:label`, or finds the plugin with a number among all of the catalogue.
  init(_ identifier: String, in catalogue: LADSPACatalogue) throws(PluginError) {
    let name = try UInt(identifier).map { number throws(PluginError) in
      try Self.identifier(of: number, in: catalogue)
    }
    let parts = (name ?? identifier).split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[0].contains("/") else {
      throw PluginError(
        .notFound,
        "'\(identifier)' is no LADSPA plugin: name it library:label, as amp:amp_mono, or by its "
          + "number")
    }
    (library, label) = (parts[0], parts[1])
  }

  var identifier: String { "\(library):\(label)" }

  private static func identifier(
    of number: UInt, in catalogue: LADSPACatalogue
  ) throws(PluginError) -> String {
    let names = try catalogue.list().filter { $0.uniqueID == Int(exactly: number) }.map(
      \.identifier)
    guard let name = names.first else {
      throw PluginError(
        .notFound, "no LADSPA plugin has the number \(number): see `tactus plugins list`")
    }
    guard names.count == 1 else {
      throw PluginError(
        .notFound,
        "\(names.count) LADSPA plugins have the number \(number): name one of them, "
          + names.joined(separator: " or "))
    }
    return name
  }
}
