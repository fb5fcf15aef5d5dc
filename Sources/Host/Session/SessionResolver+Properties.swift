import Foundation
import Plugins

extension SessionResolver {
  /// The properties a node begins with; files are looked for from the session's folder on.
  static func properties(
    of node: SessionNode, shape: NodeShape, folder: URL, log: ProblemLog
  ) -> [ResolvedProperty] {
    node.parameters.compactMap { parameter in
      guard shape.isProperty(parameter.symbol), let property = shape.property(parameter.symbol)
      else { return nil }
      do throws(NodeShapeError) {
        let value = try property.value(of: parameter.value, folder: folder)
        return ResolvedProperty(identifier: property.identifier, value: value)
      } catch {
        log.error(parameter.mark, "`\(parameter.symbol)` \(error.message)")
        return nil
      }
    }
  }
}

extension NodeShape {
  /// Whether a name is that of a property, and of no parameter.
  func isProperty(_ name: String) -> Bool {
    !parameters.contains { $0.symbol == name } && property(name) != nil
  }

  fileprivate func property(_ name: String) -> PluginProperty? {
    properties.first { $0.symbol == name || $0.identifier == name }
  }
}

extension PluginProperty {
  /// A session's value as one of this property's.
  fileprivate func value(
    of value: SessionParameter.Value, folder: URL
  ) throws(NodeShapeError) -> PluginValue {
    switch (value, kind) {
    case (.number(let number), _) where kind.isNumber: return .number(try inRange(number))
    case (.number(let number), .text): return .text(number.short)
    case (.label(let text), .text), (.label(let text), .uri): return .text(text)
    case (.label(let text), .path): return .text(try file(text, in: folder))
    case (_, .other): throw NodeShapeError("is of a kind that cannot be set here")
    case (.number(let number), _):
      throw NodeShapeError("must be \(kind == .path ? "a file" : "a text"), not \(number.short)")
    case (.label(let text), _): throw NodeShapeError("must be a number, not `\(text)`")
    }
  }

  private func inRange(_ number: Double) throws(NodeShapeError) -> Double {
    guard number >= minimum ?? -.infinity, number <= maximum ?? .infinity else {
      let bounds = [minimum.map { "at least \($0.short)" }, maximum.map { "at most \($0.short)" }]
      throw NodeShapeError(
        "must be \(bounds.compactMap(\.self).joined(separator: " and ")), not \(number.short)")
    }
    return number
  }

  private func file(_ text: String, in folder: URL) throws(NodeShapeError) -> String {
    let path =
      text.hasPrefix("/") ? text : folder.appendingPathComponent(text).standardizedFileURL.path
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw NodeShapeError("names a file that cannot be read: \(path)")
    }
    return path
  }
}
