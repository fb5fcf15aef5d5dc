import CLADSPA
import Glibc
import Plugins

/// An opened library of LADSPA plugins.
final class LADSPALibrary: @unchecked Sendable {
  /// Opens the library at `path`; throws the loader's reason as a `PluginProblem`.
  init(path: String) throws(PluginProblem) {
    guard let handle = PluginSetup.open(libraryAt: path) else {
      throw PluginProblem(path: path, message: Self.loaderMessage(path))
    }
    guard let symbol = dlsym(handle, "ladspa_descriptor") else {
      dlclose(handle)
      throw PluginProblem(path: path, message: "is not a LADSPA library")
    }
    self.path = path
    self.handle = handle
    function = unsafeBitCast(symbol, to: Function.self)
  }

  deinit { dlclose(handle) }

  let path: String

  /// Its plugins, in order, as long as the library is open.
  var plugins: [UnsafePointer<LADSPA_Descriptor>] {
    var found: [UnsafePointer<LADSPA_Descriptor>] = []
    while found.count < Self.limit, let next = function(UInt(found.count)) {
      found.append(next)
    }
    return found
  }

  /// The plugin with this label.
  func plugin(_ label: String) -> UnsafePointer<LADSPA_Descriptor>? {
    plugins.first { $0.pointee.Label.map { String(cString: $0) } == label }
  }

  private typealias Function =
    @convention(c) (UInt) -> UnsafePointer<LADSPA_Descriptor>?

  /// A library that never says that it has no more would keep us for ever.
  private static let limit = 4096

  private let handle: UnsafeMutableRawPointer
  private let function: Function

  private static func loaderMessage(_ path: String) -> String {
    let message = dlerror().map { String(cString: $0) } ?? "cannot be opened"
    return message.hasPrefix("\(path): ") ? String(message.dropFirst(path.count + 2)) : message
  }
}
