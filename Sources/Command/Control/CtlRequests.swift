import ArgumentParser
import Control
import Foundation

struct CtlState: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Print the state, or sections of it.")

  @Argument(
    help: "Sections: \(Words.list(StateSection.self)).",
    completion: .list(StateSection.allCases.map(\.rawValue)))
  var sections: [String] = []
  @OptionGroup var options: CtlOptions

  func run() throws {
    try HostConnection(options).show(.state(try Words.read(sections, StateSection.self)))
  }
}

struct CtlWatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Print what happens, a line each, until the host ends.")

  @Argument(
    help: "Topics: \(Words.list(ControlTopic.self)).",
    completion: .list(ControlTopic.allCases.map(\.rawValue)))
  var topics: [String] = ["changes", "events"]
  @Option(help: "Of levels and statistics, print one of so many.") var every = 1
  @Option(help: "End after so many lines.") var count: Int?
  @OptionGroup var options: CtlOptions

  func validate() throws {
    guard 1...1000 ~= every else { throw ValidationError("--every is 1 to 1000") }
  }

  func run() throws {
    try HostConnection(options).watch(
      try Words.read(topics, ControlTopic.self), every: every, count: count)
  }
}

struct CtlBatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Do several edits in one cycle, all or none: one a line of standard input.",
    discussion: """
      A line is an edit as it follows `tactus ctl`, or as JSON: `set amp gain -6 --ramp 0.2` or \
      {"command": "mute", "arguments": {"on": true}}. Lines that are empty or begin with # are \
      passed over.
      """)

  @OptionGroup var options: CtlEditOptions

  func run() throws {
    var commands: [JSONValue] = []
    while let line = readLine() {
      let line = line.trimmingCharacters(in: .whitespaces)
      if !line.isEmpty, !line.hasPrefix("#") { commands.append(try BatchLine.command(line)) }
    }
    var request: [String: JSONValue] = [
      "id": 1, "command": "transaction", "arguments": ["commands": .list(commands)],
    ]
    if let frame = options.atFrame { request["atFrame"] = .integer(frame) }
    try HostConnection(options.common).show(try Words.request(.object(request)))
  }
}

struct CtlRaw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "raw", abstract: "Send a request as it is written in CONTROL.md.",
    discussion: "The `id` may be left out. What the host says to it is printed as JSON.")

  @Argument(help: "The request as JSON.") var request: String
  @OptionGroup var options: CtlOptions

  func run() throws {
    guard var fields = try Words.json(request).fields else {
      throw ValidationError("a request is a JSON object")
    }
    fields["id"] = fields["id"] ?? 1
    let command = try Words.command(.object(fields))
    try Console.standard.write(try HostConnection(options).ask(command).line)
  }
}

struct CtlLoad: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Play another session file.")

  @Argument(help: "The session file.", completion: .file(extensions: ["yaml", "yml"]))
  var path: String
  @OptionGroup var options: CtlOptions

  func run() throws {
    try HostConnection(options).show(.load(path: URL(fileURLWithPath: path).path))
  }
}

struct CtlReload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload", abstract: "Have the session file read again.")

  @OptionGroup var options: CtlOptions

  func run() throws { try HostConnection(options).show(.reload) }
}

struct CtlSave: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Write the session as it is now.",
    discussion: "What the file said before stays as FILE~.")

  @Argument(help: "Another file than it came from.", completion: .file()) var path: String?
  @OptionGroup var options: CtlOptions

  func run() throws {
    try HostConnection(options).show(
      .save(path: path.map { URL(fileURLWithPath: $0).path }))
  }
}

struct CtlStore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Keep the present values as a snapshot.")

  @OptionGroup var snapshot: CtlSnapshotName
  @OptionGroup var options: CtlOptions

  func run() throws { try HostConnection(options).show(.storeSnapshot(snapshot.name)) }
}

struct CtlForget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Remove a snapshot, and the controls that go to it.")

  @OptionGroup var snapshot: CtlSnapshotName
  @OptionGroup var options: CtlOptions

  func run() throws { try HostConnection(options).show(.removeSnapshot(snapshot.name)) }
}

struct CtlDevice: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device", abstract: "Go on with another device.")

  @Option(help: "auto, jack, alsa or clock.") var driver: String?
  @Option(help: "The device's name.") var name: String?
  @OptionGroup var options: CtlOptions

  func validate() throws {
    if driver == nil, name == nil { throw ValidationError("--driver, --name or both are needed") }
  }

  func run() throws {
    try HostConnection(options).show(.switchDevice(DeviceChoice(driver: driver, name: name)))
  }
}

struct CtlReset: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Count xruns, misses and the highest load from 0 again.")

  @OptionGroup var options: CtlOptions

  func run() throws { try HostConnection(options).show(.resetCounters) }
}

struct CtlHosts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hosts", abstract: "Print the names of your hosts that run.")

  func run() throws {
    let names = HostNames.all
    if !names.isEmpty { try Console.standard.write(names.joined(separator: "\n")) }
  }
}
