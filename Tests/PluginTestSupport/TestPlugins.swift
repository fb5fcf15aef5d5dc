public import Foundation

/// The plugins of Tests/Programs/TestPlugins, built with the system's compiler.
public struct TestPlugins: Sendable {
  /// Why they could not be built.
  public struct BuildError: Error {
    /// What the compiler said of which file.
    public let message: String
  }

  /// Where the LADSPA libraries are: a directory for `LADSPA_PATH`.
  public let ladspa: URL
  /// Where the LV2 bundles are: a directory for `LV2_PATH`.
  public let lv2: URL

  /// Builds all of them into a directory.
  public init(buildingIn directory: URL) throws {
    ladspa = directory.appending(path: "ladspa")
    lv2 = directory.appending(path: "lv2")
    let files = FileManager.default
    try files.createDirectory(at: ladspa, withIntermediateDirectories: true)
    for source in try Self.contents("ladspa") where source.pathExtension == "c" {
      try Self.compile(source, into: ladspa)
    }
    try files.copyItem(at: Self.sources.appending(path: "lv2"), to: lv2)
    for bundle in try files.contentsOfDirectory(at: lv2, includingPropertiesForKeys: nil) {
      let name = bundle.deletingPathExtension().lastPathComponent
      try Self.compile(bundle.appending(path: "\(name).c"), into: bundle)
    }
  }

  /// What a program needs to find them, and no others.
  public var environment: [String: String] {
    ["LADSPA_PATH": ladspa.path, "LV2_PATH": lv2.path]
  }

  /// Builds a library with the plugin `gain` that does something as it is loaded, after it added a
  /// line with its process to the file `record`; what, `opening/opening.c` has.
  public static func buildOpening(
    _ fault: String, to library: URL, record: URL, isLV2: Bool = false
  ) throws {
    let flags = ["-DFAULT=\(fault)", "-DRECORD=\"\(record.path)\""] + (isLV2 ? ["-DLV2"] : [])
    try compile(sources.appending(path: "opening/opening.c"), to: library, flags: flags)
  }

  private static var sources: URL {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Programs/TestPlugins").standardized
  }

  private static func contents(_ folder: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: sources.appending(path: folder), includingPropertiesForKeys: nil)
  }

  private static func compile(_ source: URL, into directory: URL) throws {
    let name = source.deletingPathExtension().lastPathComponent
    try compile(source, to: directory.appending(path: "\(name).so"))
  }

  private static func compile(_ source: URL, to library: URL, flags: [String] = []) throws {
    let compiler = Process()
    let messages = Pipe()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments =
      [
        "cc", "-std=gnu11", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror",
        "-I", sources.path, source.path, "-o", library.path, "-lm", "-lpthread",
      ] + flags
    compiler.standardError = messages
    try compiler.run()
    let said = try messages.fileHandleForReading.readToEnd() ?? Data()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else {
      throw BuildError(message: "\(source.path): \(String(decoding: said, as: UTF8.self))")
    }
  }
}
