import Control
public import Foundation

/// A session that was edited and not saved, as it was kept in case of a power cut.
public struct Autosave: Sendable {
  /// The session; its path is that of the file it came from.
  public let document: SessionDocument
  /// Whether it was muted.
  public let isMuted: Bool
  /// When it was written.
  public let date: Date

  private static let firstWords = "# tactus autosave "
  private static let lastLine = "# whole\n"

  /// `$XDG_STATE_HOME/tactus`, or `~/.local/state/tactus`.
  public static var standardFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/tactus" }
    return (environment["HOME"] ?? "/root") + "/.local/state/tactus"
  }

  /// Where a session's is kept: by the instance's name, else by its file's.
  public static func path(in folder: String, instance: String?, session path: String) -> String {
    let whole = URL(fileURLWithPath: path).standardizedFileURL.path
    let name =
      instance ?? "\(URL(fileURLWithPath: whole).deletingPathExtension().lastPathComponent)"
    return "\(folder)/\(name.replacingOccurrences(of: "/", with: "_")).yaml"
  }

  /// The text that keeps a document.
  static func text(of document: SessionDocument, isMuted: Bool) -> String {
    let header: JSONValue = [
      "path": .text(URL(fileURLWithPath: document.path).standardizedFileURL.path),
      "isMuted": .bool(isMuted),
    ]
    let text = DocumentText.of(document)
    let end = text.hasSuffix("\n") ? "" : "\n"
    return firstWords + String(decoding: header.json, as: UTF8.self) + "\n" + text + end + lastLine
  }

  /// Reads what was kept of a session; nil when there is none, or none that is whole.
  public init?(at path: String, of session: String) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let date = attributes[.modificationDate] as? Date,
      text.hasPrefix(Self.firstWords), text.hasSuffix(Self.lastLine),
      let end = text.firstIndex(of: "\n"),
      let header = try? JSONValue(parsing: text[..<end].dropFirst(Self.firstWords.count).utf8),
      case .text(let kept)? = header["path"],
      kept == URL(fileURLWithPath: session).standardizedFileURL.path
    else { return nil }
    let body = String(text[text.index(after: end)...].dropLast(Self.lastLine.count))
    guard let document = SessionDocument(path: session, text: body, log: ProblemLog(file: session))
    else { return nil }
    self.document = document
    self.date = date
    isMuted = header["isMuted"] == true
  }

  /// Whether the session's file was not written since.
  public var isNewerThanFile: Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: document.path)
    guard let written = attributes?[.modificationDate] as? Date else { return true }
    return date > written
  }
}
