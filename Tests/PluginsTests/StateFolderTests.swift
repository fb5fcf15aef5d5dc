import Foundation
import TestSupport
import Testing

@testable import Plugins

@Suite("StateFolder") struct StateFolderTests {
  private let directory: ScratchDirectory

  init() throws { directory = try ScratchDirectory() }

  private func url(_ name: String) -> URL { URL(filePath: "\(directory.path)/\(name)") }

  /// Fills a folder the way a state does.
  private func write(_ text: String, to name: String) throws {
    try StateFolder.write(to: url(name)) { (folder) throws(PluginError) in
      try? text.write(
        to: folder.appending(path: "state.ttl"), atomically: false, encoding: .utf8)
    }
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: url(name).appending(path: "state.ttl"), encoding: .utf8)
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).sorted()
  }

  @Test func isMadeWithItsParents() throws {
    try write("a", to: "deep/er/saved")
    #expect(try text("deep/er/saved") == "a")
  }

  @Test func isReplaced() throws {
    try write("a", to: "saved")
    try write("b", to: "saved")
    #expect(try text("saved") == "b")
    #expect(names == ["saved"])
  }

  @Test func staysAsItWasWhenItCannotBeFilled() throws {
    try write("a", to: "saved")
    #expect(throws: PluginError.self) {
      try StateFolder.write(to: url("saved")) { (_) throws(PluginError) in
        throw PluginError(.failed, "no")
      }
    }
    #expect(try text("saved") == "a")
    #expect(names == ["saved"])
  }

  @Test func takesAnEmptyFolder() throws {
    try FileManager.default.createDirectory(at: url("saved"), withIntermediateDirectories: true)
    try write("a", to: "saved")
    #expect(try text("saved") == "a")
  }

  @Test func followsALink() throws {
    try write("a", to: "real")
    try FileManager.default.createSymbolicLink(at: url("link"), withDestinationURL: url("real"))
    try write("b", to: "link")
    #expect(try text("real") == "b")
    #expect(names == ["link", "real"])
  }

  @Test func isNeverAnythingElse() throws {
    try directory.write("mine", to: "folder/file.txt")
    try directory.write("mine", to: "file")
    let folder = #expect(throws: PluginError.self) { try write("a", to: "folder") }
    #expect(folder?.message.contains("holds other files") ?? false)
    let file = #expect(throws: PluginError.self) { try write("a", to: "file") }
    #expect(file?.message.contains("is a file") ?? false)
    #expect(names == ["file", "folder"])
  }
}
