import Plugins

/// What the host asks a child for, beside its periods.
enum SandboxRequest: Codable, Sendable {
  /// To make an instance; the node's memory comes along.
  case make(node: Int, SandboxOrder)
  case end(node: Int)
  /// To forget all sound, and tell the latency.
  case restart(node: Int)
  case save(node: Int, folder: String)
  case load(node: Int, folder: String, whilePlaying: Bool)
  case loadPreset(node: Int, PluginPreset, whilePlaying: Bool)
  case savePreset(node: Int, name: String, directory: String?)
  /// To set a property, and to tell one.
  case set(node: Int, property: String, SandboxValue)
  case value(node: Int, property: String)
  /// To tell it how long blocks usually are.
  case expect(node: Int, blockFrames: Int)
  /// To tell what the plugin has complained about.
  case complaints(node: Int)
}

/// A property's value, or none.
struct SandboxValue: Codable, Sendable {
  var number: Double?
  var text: String?

  init(_ value: PluginValue?) {
    switch value {
    case .number(let number): self.number = number
    case .text(let text): self.text = text
    case nil: break
    }
  }

  var value: PluginValue? { number.map(PluginValue.number) ?? text.map(PluginValue.text) }
}

/// What a plugin has complained about.
struct SandboxComplaint: Codable, Sendable {
  var isError: Bool
  var text: String
}

/// An instance to be made.
struct SandboxOrder: Codable, Sendable {
  var format: PluginFormat
  var identifier: String
  var rate: Int
  var shape: SandboxShape
  /// The SCHED_FIFO priority of its thread; 0 for none.
  var priority: Int
  /// Whether blocks have to be there in time, and work beside the cycle is done beside it.
  var isRealtime: Bool
  /// Whether the memory holds no values yet.
  var isFirst: Bool
  /// Where its last state was saved.
  var stateFolder: String?
}

/// What became of a request.
struct SandboxReply: Codable, Sendable {
  /// Why it was refused; nil when it was not.
  var refusal: String?
  var refusalCode: String?
  var loadsWhilePlaying = true
  var preset: PluginPreset?
  var value: SandboxValue?
  var isSet = false
  var complaints: [SandboxComplaint] = []

  init() {}

  init(_ error: PluginError) {
    refusal = error.message
    refusalCode = error.code.rawValue
  }

  /// Throws why it was refused, if it was.
  func check() throws(PluginError) {
    guard let refusal else { return }
    throw PluginError(refusalCode.flatMap(PluginError.Code.init) ?? .failed, refusal)
  }
}
