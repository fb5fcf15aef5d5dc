import Plugins

extension PluginDescriptor {
  /// A plugin with every kind of port.
  static var delay: PluginDescriptor {
    var time = PluginPort(
      index: 0, symbol: "time", name: "Delay Time", kind: .control, direction: .input)
    time.minimum = 0.01
    time.maximum = 2
    time.defaultValue = 0.5
    time.unit = "s"
    time.isLogarithmic = true
    var mode = PluginPort(
      index: 1, symbol: "mode", name: "Mode", kind: .control, direction: .input)
    mode.minimum = 0
    mode.maximum = 1
    mode.defaultValue = 1
    mode.isInteger = true
    mode.scalePoints = [.init(value: 0, label: "Tape"), .init(value: 1, label: "Digital")]
    var cutoff = PluginPort(
      index: 2, symbol: "cutoff", name: "Cutoff", kind: .control, direction: .input)
    cutoff.minimum = 0
    cutoff.maximum = 0.5
    cutoff.defaultValue = 0.25
    cutoff.unit = "Hz"
    cutoff.isRateScaled = true
    var events = PluginPort(
      index: 6, symbol: "events", name: "Events", kind: .other, direction: .input)
    events.isOptional = true
    return PluginDescriptor(
      format: .lv2, identifier: "urn:test:delay", name: "Test Delay", author: "Clara",
      category: "Delay", library: "/usr/lib/lv2/test.lv2",
      ports: [
        time, mode, cutoff,
        .init(index: 3, symbol: "in", name: "In", kind: .audio, direction: .input),
        .init(index: 4, symbol: "out_l", name: "Left", kind: .audio, direction: .output),
        .init(index: 5, symbol: "out_r", name: "Right", kind: .audio, direction: .output),
        events,
        .init(index: 7, symbol: "level", name: "Level", kind: .control, direction: .output),
      ],
      requiredFeatures: ["http://lv2plug.in/ns/ext/urid#map"])
  }

  /// A plugin this host cannot run.
  static var convolver: PluginDescriptor {
    let worker = "http://lv2plug.in/ns/ext/worker#schedule"
    return PluginDescriptor(
      format: .lv2, identifier: "http://example.org/plugins/a/rather/long/address/Convolver",
      name: "convolver", category: "Reverb", requiredFeatures: [worker],
      missingFeatures: [worker])
  }

  /// A plugin with nothing but a name.
  static var amp: PluginDescriptor {
    PluginDescriptor(format: .ladspa, identifier: "amp:amp_mono", name: "Amplifier")
  }
}

/// A catalogue of made-up plugins.
final class FakeCatalogue: PluginCatalogue {
  init(
    _ format: PluginFormat, _ plugins: [PluginDescriptor], problems: [PluginProblem] = []
  ) {
    self.format = format
    self.plugins = plugins
    self.problems = problems
  }

  let format: PluginFormat
  let problems: [PluginProblem]
  private let plugins: [PluginDescriptor]

  func list() throws(PluginError) -> [PluginDescriptor] { plugins }

  func descriptor(_ identifier: String) throws(PluginError) -> PluginDescriptor {
    guard let plugin = plugins.first(where: { $0.identifier == identifier }) else {
      throw PluginError(.notFound, "no plugin \(identifier)")
    }
    return plugin
  }

  func makeInstance(
    _ identifier: String, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance {
    throw PluginError(.failed, "made up")
  }
}
