public import Foundation

extension PluginInstance {
  /// Where the value is, for an instance whose parameters do not glide.
  public func value(of symbol: String) -> Float? { parameter(symbol)?.pointee }

  /// Sets the value, for an instance whose parameters do not glide.
  @discardableResult
  public func jump(_ symbol: String, to value: Float) -> Bool {
    guard let place = parameter(symbol) else { return false }
    place.pointee = value
    return true
  }

  /// Brings it to what an instance of the same plugin saved in a folder, while it does not play.
  ///
  /// Thread: control, while no cycle can call `process`.
  public func load(from folder: URL) throws(PluginError) {
    try load(from: folder, whilePlaying: false)
  }

  /// Brings it to a preset of its plugin, while it does not play.
  ///
  /// Thread: control, while no cycle can call `process`.
  public func load(_ preset: PluginPreset) throws(PluginError) {
    try load(preset, whilePlaying: false)
  }

  /// Sets parameters, those only that it has.
  package func set(_ parameters: [String: Float], whilePlaying: Bool) {
    for (symbol, value) in parameters {
      if whilePlaying { glide(symbol, to: value) } else { jump(symbol, to: value) }
    }
  }
}

// What a format does whose plugins have parameters and nothing else.
extension PluginInstance {
  /// Writes the parameters as text.
  public func save(to folder: URL) throws(PluginError) {
    let parameters = ParameterFile(of: self)
    try StateFolder.write(to: folder) { folder throws(PluginError) in
      try parameters.write(to: folder)
    }
  }

  /// Reads the parameters from text.
  public func load(from folder: URL, whilePlaying: Bool) throws(PluginError) {
    let file = try ParameterFile(
      in: folder, of: descriptor.identifier, format: descriptor.format)
    set(file.parameters, whilePlaying: whilePlaying)
  }

  /// Always: parameters glide.
  public var loadsWhilePlaying: Bool { true }

  /// Throws: there are no presets.
  public func load(_ preset: PluginPreset, whilePlaying: Bool) throws(PluginError) {
    throw PluginError(
      .notFound, "\(descriptor.format.rawValue):\(descriptor.identifier) has no presets")
  }

  /// Throws: there are no presets.
  public func savePreset(
    name: String, to directory: URL?
  ) throws(PluginError) -> PluginPreset {
    throw PluginError(
      .unsupported,
      "\(descriptor.format.rawValue) plugins have no presets: save the state to a folder instead")
  }
}

extension PluginCatalogue {
  /// None, for a format without presets.
  public func presets(of identifier: String) throws(PluginError) -> [PluginPreset] { [] }

  /// Reads the parameters, for a format whose plugins have nothing else.
  public func checkState(in folder: URL, of identifier: String) throws(PluginError) {
    _ = try ParameterFile(in: folder, of: identifier, format: format)
  }
}
