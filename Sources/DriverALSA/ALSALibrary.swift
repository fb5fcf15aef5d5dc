// Control side.
import CALSA
import Drivers
import Foundation
import Synchronization

/// The library's own messages, kept off the terminal and put into our one line.
enum ALSALibrary {
  /// The first message, the cause of all others, on a thread that is in `capturing`.
  private static let messages = Mutex<[pthread_t: String]>([:])

  /// Performs `body` with the library silent; returns what it said first.
  static func capturing<Result>(_ body: () -> Result) -> (result: Result, message: String?) {
    let before = snd_lib_error_set_local { _, _, _, _, format, arguments in
      ALSALibrary.note(format, arguments)
    }
    defer { snd_lib_error_set_local(before) }
    _ = takeMessage()
    let result = body()
    return (result, takeMessage())
  }

  private static func takeMessage() -> String? {
    messages.withLock { $0.removeValue(forKey: pthread_self()) }
  }

  private static func note(_ format: UnsafePointer<CChar>?, _ arguments: CVaListPointer?) {
    guard let format, let arguments else { return }
    var text = [CChar](repeating: 0, count: 512)
    vsnprintf(&text, text.count, format, arguments)
    let bytes = text.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
    let message = String(decoding: bytes, as: UTF8.self)
    messages.withLock { $0[pthread_self()] = $0[pthread_self()] ?? message }
  }

  /// Performs a call of the library; throws what it failed with, in words.
  @discardableResult
  static func check(
    _ what: String, _ device: String, _ call: () -> CInt
  ) throws(DriverError) -> CInt {
    let (code, message) = capturing(call)
    guard code < 0 else { return code }
    throw error(code, what, device, message)
  }

  /// What the library's `code` means to the user.
  static func error(
    _ code: CInt, _ what: String, _ device: String, _ message: String?,
    nodes: DeviceNodes = DeviceNodes(), files: KernelFiles = KernelFiles()
  ) -> DriverError {
    let reason = message.map { "\(text(code)): \($0)" } ?? text(code)
    switch -code {
    case ENOENT, ENODEV, ENXIO:
      if let problem = nodes.problem {
        return DriverError(.permissionDenied, "\(device): \(problem)")
      }
      return DriverError(
        .unavailable,
        "no ALSA device \(device) (\(reason)); `tactus devices` lists what there is")
    case EBUSY:
      let holders = PCMHolder.all(of: device, in: files).map(\.description)
      let users = holders.isEmpty ? "another program" : holders.joined(separator: " and ")
      return DriverError(
        .busy, "\(device) is used by \(users): stop that, or use --driver jack (\(reason))")
    case EACCES, EPERM:
      return DriverError(
        .permissionDenied,
        "\(device): \(reason); add yourself to the group audio and log in again")
    default:
      return DriverError(.failed, "\(device): \(what) failed: \(reason)")
    }
  }

  private static func text(_ code: CInt) -> String {
    snd_strerror(code).map { String(cString: $0) } ?? "error \(-code)"
  }
}
