import Plugins

/// One plugin, described.
struct PluginInfoReport: Report {
  let identifier: String
  /// The number of LADSPA's registry.
  let uniqueID: Int?
  let name: String
  let author: String
  let category: String
  let format: PluginFormat
  let library: String
  let isHosted: Bool
  let requiredFeatures: [String]
  let missingFeatures: [String]
  /// nil when unknown.
  let latencyFrames: Int?
  /// How many presets it has.
  let presets: Int
  let ports: [Port]
  let parameters: [Parameter]
  /// What can be set to files, texts and numbers by messages, or is told so.
  let properties: [PluginProperty]
  /// Lines to paste into a session.
  let session: String

  init(_ descriptor: PluginDescriptor, latencyFrames: Int?, presets: Int = 0) {
    identifier = PluginReference(descriptor).description
    uniqueID = descriptor.uniqueID
    name = descriptor.name
    author = descriptor.author
    category = descriptor.category
    format = descriptor.format
    library = descriptor.library
    isHosted = descriptor.missingFeatures.isEmpty
    requiredFeatures = descriptor.requiredFeatures
    missingFeatures = descriptor.missingFeatures
    self.latencyFrames = latencyFrames
    self.presets = presets
    ports = descriptor.ports
      .filter { $0.kind != .control || $0.direction == .output }
      .map(Port.init)
    parameters = descriptor.parameters.map(Parameter.init)
    properties = descriptor.properties
    session = SessionSnippet(descriptor).text
  }

  private enum CodingKeys: String, CodingKey {
    case identifier
    case uniqueID
    case name
    case author
    case category = "class"
    case format
    case library
    case isHosted
    case requiredFeatures
    case missingFeatures
    case latencyFrames
    case presets
    case ports
    case parameters
    case properties
    case session
  }

  /// A port that is no parameter.
  struct Port: Encodable {
    let index: Int
    let symbol: String
    let name: String
    let kind: PluginPort.Kind
    let direction: PluginPort.Direction
    let isOptional: Bool
    let group: String
    let designation: String

    init(_ port: PluginPort) {
      index = port.index
      symbol = port.symbol
      name = port.name
      kind = port.kind
      direction = port.direction
      isOptional = port.isOptional
      group = port.group
      designation = port.designation
    }
  }
}
