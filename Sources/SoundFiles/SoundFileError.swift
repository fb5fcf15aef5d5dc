internal import CSndFile
internal import Foundation

/// Why a sound file cannot be read or written: one line for the user.
public struct SoundFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Creates an error.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// The file.
  public let path: String
  /// What is the matter with it.
  public let reason: String
  /// The path and the reason.
  public var description: String { "\(path): \(reason)" }
}

extension SoundFileError {
  /// What libsndfile has to say about `handle`, or about the last open when it is nil.
  init(path: String, handle: OpaquePointer?) {
    self.init(path: path, reason: Self.tidied(String(cString: sf_strerror(handle))))
  }

  /// libsndfile's sentence without its prefix and full stop, to stand after a path.
  private static func tidied(_ text: String) -> String {
    var text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    for prefix in ["System error : ", "Error : "] where text.hasPrefix(prefix) {
      text.removeFirst(prefix.count)
    }
    while text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
