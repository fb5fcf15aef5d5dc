public import Plugins
public import WorkQueues

/// Reads a session and looks its plugins up in the catalogues.
///
/// Thread: control.
public struct SessionLoader: Sendable {
  private let catalogues: [any PluginCatalogue]
  private let taskClasses: TaskClassTable

  /// Creates a loader.
  public init(catalogues: [any PluginCatalogue], taskClasses: TaskClassTable = .builtIn) {
    self.catalogues = catalogues
    self.taskClasses = taskClasses
  }

  /// Reads the session at `path`.
  ///
  /// Every mistake is reported at once, one line each. The code is `badSession`, or
  /// `unavailable` when nothing but missing plugins stands in the way.
  public func load(path: String, rate: Int? = nil) throws(HostError) -> ResolvedSession {
    var missing = 0
    do throws(SessionProblems) {
      return try SessionFile.load(path: path, taskClasses: taskClasses) { _, plugin in
        let found = descriptor(of: plugin)
        if case .failure = found { missing += 1 }
        return found.map { NodeShape($0, rate: rate) }
      }
    } catch {
      let isOnlyPlugins = missing > 0 && error.errors.count == missing
      throw HostError(isOnlyPlugins ? .unavailable : .badSession, error.description)
    }
  }

  /// The catalogue of a format.
  func catalogue(_ format: PluginFormat) -> (any PluginCatalogue)? {
    catalogues.first { $0.format == format }
  }

  private func descriptor(
    of plugin: SessionPlugin
  ) -> Result<PluginDescriptor, NodeShapeError> {
    guard let catalogue = catalogue(plugin.format) else {
      return .failure(
        NodeShapeError("this host was built without \(plugin.format.rawValue) plugins"))
    }
    do throws(PluginError) {
      let descriptor = try catalogue.descriptor(plugin.identifier)
      guard descriptor.missingFeatures.isEmpty else {
        let missing = descriptor.missingFeatures.joined(separator: ", ")
        return .failure(
          NodeShapeError("\(descriptor.name) needs what this host does not have: \(missing)"))
      }
      return .success(descriptor)
    } catch {
      return .failure(NodeShapeError(error.message))
    }
  }
}
