import Foundation
import Host
import Plugins

/// Files that go away with the test, beside a folder to record to.
final class SessionScratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Writes a file and gives its path.
  func write(_ text: String, as name: String = "session.yaml") throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// Reads `text` as a session.
  func read(_ text: String) throws -> SessionFile.Reading {
    SessionFile.read(path: try write(text))
  }

  /// Reads and resolves a session that must be right.
  func load(_ text: String) throws -> ResolvedSession {
    try SessionFile.load(path: try write(text), shapeOf: SessionShapes.shape)
  }

  /// The problems of reading and resolving `text`, as `line: message`.
  func problems(_ text: String) throws -> [String] {
    do {
      return try load(text).warnings.map(line)
    } catch let problems as SessionProblems {
      return problems.problems.map(line)
    }
  }

  private func line(_ problem: SessionProblem) -> String {
    let prefix = problem.severity == .warning ? "warning: " : ""
    return "\(problem.line): \(prefix)\(problem.message)"
  }
}

/// Plugins that are described but do not exist.
enum SessionShapes {
  static func shape(
    _ node: SessionNode, _ plugin: SessionPlugin
  ) -> Result<NodeShape, NodeShapeError> {
    switch plugin.identifier {
    case "urn:arp":
      .success(
        {
          var shape = NodeShape(inputs: [], outputs: [], takesMIDI: true)
          shape.midiOutputs = ["out", "thru"]
          return shape
        }())
    case "urn:synth": .success(NodeShape(inputs: [], outputs: ["out"], takesMIDI: true))
    case "urn:reverb":
      .success(NodeShape(inputs: ["in"], outputs: ["left", "right"]))
    case "urn:eq3":
      .success(NodeShape(inputs: ["a", "b", "c"], outputs: ["a_out", "b_out", "c_out"]))
    case "amp:amp_mono":
      .success(
        NodeShape(
          inputs: ["input"], outputs: ["output"],
          parameters: [
            .init(symbol: "gain", minimum: 0),
            .init(
              symbol: "mode", minimum: 0, maximum: 2,
              scalePoints: [.init(label: "Soft", value: 1), .init(label: "Hard", value: 2)]),
          ]))
    case "urn:sampler": .success(.sampler)
    default:
      .failure(NodeShapeError("no plugin `\(plugin.identifier)` is installed"))
    }
  }
}

extension NodeShape {
  /// A plugin with a parameter, and properties of each kind.
  fileprivate static var sampler: NodeShape {
    var shape = NodeShape(
      inputs: ["in"], outputs: ["out"], parameters: [.init(symbol: "gain", minimum: 0)])
    shape.properties = [
      ("file", PluginProperty.Kind.path), ("title", .text), ("voices", .int), ("odd", .other),
    ].map { symbol, kind in
      PluginProperty(
        identifier: "urn:sampler#\(symbol)", symbol: symbol, name: symbol, kind: kind)
    }
    shape.properties[2].minimum = 1
    shape.properties[2].maximum = 8
    return shape
  }
}

/// The repository's root, where `configs` and `assets` are.
let repositoryRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
