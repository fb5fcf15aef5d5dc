import Foundation
import TestSupport

/// The C library as `make stage` has installed it, and how programs are built against it.
enum StagedLibrary {
  /// The folder of the project.
  static let project = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What it was installed under.
  static let stage = project.appending(path: ".build-stage")

  static let isReady = packageFile != nil && tools.allSatisfy(Tools.isInstalled)
  private static let tools = ["cc", "c++", "pkg-config", "nm", "readelf"]
  static let reason = "needs `make stage`, cc, c++, pkg-config and binutils"

  private static let packageFile: URL? = {
    let found = FileManager.default.enumerator(at: stage, includingPropertiesForKeys: nil)
    return found?.lazy.compactMap { $0 as? URL }.first { $0.lastPathComponent == "rtworkq.pc" }
  }()

  /// Asks pkg-config about the library.
  static func packageFlags(_ arguments: String...) throws -> [String] {
    guard let packageFile else { throw Failure(reason) }
    let outcome = try ShellCommand(
      arguments: ["pkg-config"] + arguments + ["rtworkq"],
      environment: [
        "PKG_CONFIG_PATH": packageFile.deletingLastPathComponent().path,
        "PKG_CONFIG_SYSROOT_DIR": stage.path,
      ]
    ).run()
    guard outcome.code == 0 else { throw Failure(outcome.output) }
    return outcome.output.split { $0.isWhitespace }.map(String.init)
  }

  /// Where the library and its headers are.
  static func libraryFolder() throws -> URL { try folder(inFlags: "--libs-only-L", prefix: "-L") }
  static func headerFolder() throws -> URL { try folder(inFlags: "--cflags-only-I", prefix: "-I") }

  private static func folder(inFlags option: String, prefix: String) throws -> URL {
    let flag = try packageFlags(option).first { $0.hasPrefix(prefix) }
    guard let flag else { throw Failure("pkg-config \(option) rtworkq names no folder") }
    return URL(filePath: String(flag.dropFirst(prefix.count)))
  }

  /// The library itself.
  static func library() throws -> URL { try libraryFolder().appending(path: "librtworkq.so") }

  /// Lets a program find the library.
  static func environment() throws -> [String: String] {
    ["LD_LIBRARY_PATH": try libraryFolder().path]
  }

  /// What went wrong before there was anything to test.
  struct Failure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
  }
}
