import CLilv
import Glibc

extension LV2Reader {
  /// Why a plugin made no instance: what it said itself, else what the loader says.
  func reason(_ plugin: OpaquePointer, _ message: String) -> String {
    guard message.isEmpty else { return message }
    guard let path = LilvValues.path(lilv_plugin_get_library_uri(plugin)) else {
      return "its bundle names no library"
    }
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      return dlerror().map { String(cString: $0) } ?? "\(path) cannot be opened"
    }
    dlclose(library)
    return "it refused without a reason"
  }
}
