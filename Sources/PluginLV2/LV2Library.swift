import CLilv
import Glibc
import Plugins

/// A plugin library of a bundle, for its own word on what is in it.
enum LV2Library {
  /// Loads the library for good; gives the URIs of its plugins, or the loader's reason.
  static func uris(at path: String, bundle: String) -> Result<Set<String>, PluginProblem> {
    guard let library = PluginSetup.open(libraryAt: path) else {
      return .failure(PluginProblem(path: path, message: loaderMessage(path)))
    }
    defer { dlclose(library) }
    if let symbol = dlsym(library, "lv2_lib_descriptor") {
      return .success(uris(unsafeBitCast(symbol, to: LV2_Lib_Descriptor_Function.self), bundle))
    }
    if let symbol = dlsym(library, "lv2_descriptor") {
      let next = unsafeBitCast(symbol, to: LV2_Descriptor_Function.self)
      return .success(uris { next($0) })
    }
    return .failure(PluginProblem(path: path, message: "is not an LV2 library"))
  }

  /// A library that never says that it has no more would keep us for ever.
  private static let limit: UInt32 = 4096

  private static func uris(_ next: (UInt32) -> UnsafePointer<LV2_Descriptor>?) -> Set<String> {
    var uris = Set<String>()
    for index in 0..<limit {
      guard let descriptor = next(index) else { break }
      if let uri = descriptor.pointee.URI { uris.insert(String(cString: uri)) }
    }
    return uris
  }

  private static func uris(_ function: LV2_Lib_Descriptor_Function, _ bundle: String) -> Set<String>
  {
    var features: UnsafePointer<LV2_Feature>?
    guard let library = function("\(bundle)/", &features) else { return [] }
    let plugin = library.pointee.get_plugin
    let handle = library.pointee.handle
    let uris = uris { plugin?(handle, $0) }
    library.pointee.cleanup?(handle)
    return uris
  }

  private static func loaderMessage(_ path: String) -> String {
    let message = dlerror().map { String(cString: $0) } ?? "cannot be opened"
    return message.hasPrefix("\(path): ") ? String(message.dropFirst(path.count + 2)) : message
  }
}
