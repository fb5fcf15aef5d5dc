import Foundation
import TestSupport
import Testing

@Suite(
  "The C library's file", .serialized,
  .enabled(if: StagedLibrary.isReady, Comment(rawValue: StagedLibrary.reason)))
struct LibraryFileTests {
  @Test(.enabled(if: Tools.isInstalled("ldd"), "ldd is missing"))
  func needsNoToolchain() throws {
    let outcome = try ShellCommand(arguments: ["ldd", StagedLibrary.library().path]).run()
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("libc.so"))
    #expect(!outcome.output.contains("libswift"))
    #expect(!outcome.output.contains("not found"))
  }

  @Test func hasAVersionInItsName() throws {
    let outcome = try ShellCommand(
      arguments: ["readelf", "-d", StagedLibrary.library().path]
    ).run()
    #expect(outcome.output.contains(#/SONAME.*librtworkq\.so\.\d+/#))
    #expect(!outcome.output.contains("RPATH"))
    #expect(!outcome.output.contains("RUNPATH"))
  }

  @Test func isNamedByPkgConfig() throws {
    #expect(try StagedLibrary.packageFlags("--libs").contains("-lrtworkq"))
    #expect(try StagedLibrary.packageFlags("--modversion").first?.isEmpty == false)
  }
}
