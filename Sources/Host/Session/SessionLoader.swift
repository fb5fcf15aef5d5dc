internal import Foundation
public import PluginSandbox
public import Plugins
public import Signal
public import WorkQueues

/// Reads a session and looks its plugins up in the catalogues.
///
/// Thread: control.
public struct SessionLoader: Sendable {
  private let catalogues: [any PluginCatalogue]
  private let taskClasses: TaskClassTable
  /// What convolvers are made with; nil when the host was built without.
  let transforms: (any TransformLibrary)?
  /// How plugins are run in processes of their own.
  let sandbox: SandboxSetting

  /// Creates a loader.
  public init(
    catalogues: [any PluginCatalogue], taskClasses: TaskClassTable = .builtIn,
    transforms: (any TransformLibrary)? = nil, sandbox: SandboxSetting = SandboxSetting()
  ) {
    self.catalogues = catalogues
    self.taskClasses = taskClasses
    self.transforms = transforms
    self.sandbox = sandbox
  }

  /// What came of reading a session.
  public struct Examination: Sendable {
    /// The session, when nothing stands in its way.
    public var session: ResolvedSession?
    /// Everything the matter with it, warnings included, sorted by line.
    public var problems: SessionProblems
    /// Nothing but missing plugins stands in the way.
    public var lacksOnlyPlugins = false
  }

  /// Reads the session at `path`, and throws every mistake at once, one line each.
  ///
  /// The code is `badSession`, or `unavailable` when nothing but missing plugins stands in the
  /// way.
  ///
  /// `textPath` is another file with the session's text: a copy, whose paths are still relative to
  /// `path`.
  public func load(
    path: String, textPath: String? = nil, rate: Int? = nil
  ) throws(HostError) -> ResolvedSession {
    let examination = examine(path: path, textPath: textPath, rate: rate)
    if let session = examination.session { return session }
    throw HostError(
      examination.lacksOnlyPlugins ? .unavailable : .badSession,
      examination.problems.description)
  }

  /// The same for a session that was read before; without one, it is read at `path`.
  public func load(
    _ document: SessionDocument?, path: String, rate: Int? = nil
  ) throws(HostError) -> ResolvedSession {
    guard let document else { return try load(path: path, rate: rate) }
    let examination = examine(document, rate: rate)
    if let session = examination.session { return session }
    throw HostError(
      examination.lacksOnlyPlugins ? .unavailable : .badSession,
      examination.problems.description)
  }

  /// Reads the session at `path`, looks its plugins up and looks for cycles; nothing is started.
  public func examine(
    path: String, textPath: String? = nil, rate: Int? = nil
  ) -> Examination {
    let log = ProblemLog(file: path)
    guard let document = SessionDocument(path: path, textPath: textPath, log: log) else {
      return Examination(problems: SessionProblems(log.problems))
    }
    return examine(document, rate: rate)
  }

  /// The same for a session that was read before, and may have been edited since.
  public func examine(_ document: SessionDocument, rate: Int? = nil) -> Examination {
    var missing = 0
    do throws(SessionProblems) {
      let session = try SessionFile.resolve(document, taskClasses: taskClasses) { _, plugin in
        let found = descriptor(of: plugin)
        if case .failure = found { missing += 1 }
        return found.map { storage(of: plugin, in: NodeShape($0, rate: rate)) }
      }
      try SessionGraph.check(session)
      return Examination(session: session, problems: SessionProblems(session.warnings))
    } catch {
      let lacksOnlyPlugins = missing > 0 && error.errors.count == missing
      return Examination(problems: error, lacksOnlyPlugins: lacksOnlyPlugins)
    }
  }

  /// The catalogue of a format.
  func catalogue(_ format: PluginFormat) -> (any PluginCatalogue)? {
    catalogues.first { $0.format == format }
  }

  /// The shape with what the session asks for beside parameters.
  private func storage(of plugin: SessionPlugin, in shape: NodeShape) -> NodeShape {
    var shape = shape
    guard let catalogue = catalogue(plugin.format) else { return shape }
    if plugin.preset != nil {
      shape.presets = (try? catalogue.presets(of: plugin.identifier)) ?? []
    }
    if let state = plugin.state {
      do throws(PluginError) {
        try catalogue.checkState(in: URL(filePath: state.text), of: plugin.identifier)
      } catch {
        shape.stateProblem = error.message
      }
    }
    return shape
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
