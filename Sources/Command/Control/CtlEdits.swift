import ArgumentParser
import Control

struct CtlSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Move a parameter.",
    discussion: "A negative value needs no quotes: `tactus ctl set amp gain -6`.")

  @Argument(help: "The node.", completion: .custom { words, _, _ in RunningNames.nodes(words) })
  var node: String
  @Argument(
    help: "The parameter.", completion: .custom { words, _, _ in RunningNames.parameters(words) })
  var parameter: String
  @Argument(parsing: .allUnrecognized, help: "A number, or a value's name.")
  var value: [String]
  @Option(help: "How many seconds it takes.") var ramp: Double?
  @OptionGroup var options: CtlEditOptions

  func validate() throws {
    guard value.count == 1 else { throw ValidationError("one value is needed") }
  }

  func run() throws {
    try options.perform(
      .set(
        node: node, parameter: parameter,
        value: Double(value[0]).map { .number($0) } ?? .label(value[0]), rampSeconds: ramp))
  }
}

struct CtlBypass: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bypass", abstract: "Bypass a node, or not any more.")

  @Argument(help: "The node.", completion: .custom { words, _, _ in RunningNames.nodes(words) })
  var node: String
  @Argument var state: OnOff
  @OptionGroup var options: CtlEditOptions

  func run() throws { try options.perform(.bypass(node: node, isBypassed: state == .on)) }
}

struct CtlAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a node.",
    discussion: "For example: tactus ctl add '{\"name\": \"amp\", \"builtin\": \"gain\"}'")

  @Argument(help: "The node as JSON, with the fields it has in a session file.") var node: String
  @OptionGroup var options: CtlEditOptions

  func run() throws {
    guard let fields = try Words.json(node).fields else {
      throw ValidationError("a node is a JSON object")
    }
    try options.perform(.addNode(fields))
  }
}

struct CtlRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a node, and all that names it.")

  @Argument(help: "The node.", completion: .custom { words, _, _ in RunningNames.nodes(words) })
  var node: String
  @OptionGroup var options: CtlEditOptions

  func run() throws { try options.perform(.removeNode(node)) }
}

struct CtlConnect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect", abstract: "Connect two ports, each NODE:PORT.")

  @OptionGroup var ports: CtlPorts
  @OptionGroup var options: CtlEditOptions

  func run() throws { try options.perform(.connect(from: ports.from, to: ports.to)) }
}

struct CtlDisconnect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disconnect", abstract: "Disconnect two ports, each NODE:PORT.")

  @OptionGroup var ports: CtlPorts
  @OptionGroup var options: CtlEditOptions

  func run() throws { try options.perform(.disconnect(from: ports.from, to: ports.to)) }
}

struct CtlSnapshot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Go to a snapshot.")

  @OptionGroup var snapshot: CtlSnapshotName
  @Option(help: "How many seconds it takes.") var fade: Double?
  @OptionGroup var options: CtlEditOptions

  func run() throws { try options.perform(.snapshot(snapshot.name, fadeSeconds: fade)) }
}

struct CtlPreset: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preset", abstract: "Load one of the presets of a node's plugin.")

  @Argument(help: "The node.", completion: .custom { words, _, _ in RunningNames.nodes(words) })
  var node: String
  @Argument(
    help: "The preset.", completion: .custom { words, _, _ in RunningNames.presets(words) })
  var name: String
  @OptionGroup var options: CtlEditOptions

  func run() throws { try options.perform(.preset(node: node, name: name)) }
}

struct CtlFade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fade", abstract: "Fade the session out, or in again.")

  enum Direction: String, ExpressibleByArgument, CaseIterable { case `in`, out }

  @Argument var direction: Direction
  @Option(help: "How many seconds it takes.") var seconds: Double?
  @OptionGroup var options: CtlEditOptions

  func run() throws {
    try options.perform(.fade(direction == .out ? .out : .in, seconds: seconds))
  }
}

struct CtlMute: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mute", abstract: "Mute the session, or not any more.")

  @Argument var state: OnOff
  @OptionGroup var options: CtlEditOptions

  func run() throws { try options.perform(.mute(state == .on)) }
}

struct CtlTransport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transport", abstract: "Start, stop or locate the transport.")

  enum Action: String, ExpressibleByArgument, CaseIterable { case start, stop, locate }

  @Argument var action: Action
  @Argument(help: "With locate, the frame.") var frame: Int64?
  @OptionGroup var options: CtlEditOptions

  func validate() throws {
    guard (action == .locate) == (frame != nil) else {
      throw ValidationError("locate, and nothing else, needs a frame")
    }
  }

  func run() throws {
    switch action {
    case .start: try options.perform(.transport(.start))
    case .stop: try options.perform(.transport(.stop))
    case .locate: try options.perform(.transport(.locate(frame: frame ?? 0)))
    }
  }
}
