import Foundation
import TestSupport
import Testing

@Suite("Examples", .serialized)
struct ExampleTests {
  private static let folder = StagedLibrary.project.appending(path: "Examples")

  @Test(.enabled(if: StagedLibrary.isReady, Comment(rawValue: StagedLibrary.reason)))
  func periodicRunsItsPeriods() throws {
    try withTemporaryDirectory { folder in
      let program = folder.appending(path: "periodic").path
      let flags = try StagedLibrary.packageFlags("--cflags", "--libs")
      let building = try ShellCommand(
        arguments: ["cc", "-Wall", "-Wextra", "-Werror", "rtworkq/periodic.c", "-o", program]
          + flags,
        directory: Self.folder
      ).run()
      try #require(building.code == 0, "\(building.output)")

      let running = try ShellCommand(
        arguments: [program, "50", "2000"], environment: StagedLibrary.environment()
      ).run()
      #expect(running.code == 0)
      #expect(running.output.hasPrefix("50 periods of 2.000 ms, "))

      let refused = try ShellCommand(
        arguments: [program, "none"], environment: StagedLibrary.environment()
      ).run()
      #expect(refused.code == 64)
    }
  }

  /// The toolchain that `make` was told to use, or the one on the search path.
  private static let swift = ProcessInfo.processInfo.environment["SWIFT", default: "swift"]

  @Test(.enabled(if: swift.contains("/") || Tools.isInstalled(swift), "needs a Swift toolchain"))
  func workQueuesPerformsItsItemsInOrder() throws {
    let package = Self.folder.appending(path: "WorkQueues").path
    let scratch = StagedLibrary.project.appending(path: ".build-examples").path
    let outcome = try ShellCommand(
      arguments: [Self.swift, "run", "--package-path", package, "--scratch-path", scratch]
    ).run()
    #expect(outcome.code == 0, "\(outcome.output)")
    let expected = [
      "high", "normal", "low", "number 1", "number 2", "number 3", "5 ms later", "slow was late",
    ]
    #expect(Array(outcome.lines.suffix(expected.count)) == expected)
  }
}
