import Foundation
import TestSupport

/// A socket that takes connections and never says a word.
final class MuteSocket {
  let path: String
  private let folder: ScratchDirectory
  private let descriptor: Int32

  init() throws {
    folder = try ScratchDirectory()
    path = folder.path + "/bus"
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0, listen(descriptor, 8) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit { close(descriptor) }
}
