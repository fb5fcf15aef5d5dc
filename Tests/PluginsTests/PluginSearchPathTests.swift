import Foundation
import Testing

@testable import Plugins

@Suite("PluginSearchPath") struct PluginSearchPathTests {
  private func directories(_ environment: [String: String]) -> [String] {
    PluginSearchPath.directories(
      variable: "X_PATH", standard: ["~/.x", "/usr/lib/x"], environment: environment)
  }

  @Test func takesTheStandardWhenTheVariableIsUnsetOrEmpty() {
    #expect(directories(["HOME": "/home/me"]) == ["/home/me/.x", "/usr/lib/x"])
    #expect(directories(["HOME": "/home/me", "X_PATH": ""]) == ["/home/me/.x", "/usr/lib/x"])
    #expect(directories(["HOME": "/home/me", "X_PATH": "::"]) == ["/home/me/.x", "/usr/lib/x"])
  }

  @Test func splitsTheVariableAndDropsDuplicates() {
    let environment = ["HOME": "/home/me", "X_PATH": "/a:~/b::/c/:/a:~:~other"]
    let here = FileManager.default.currentDirectoryPath
    #expect(directories(environment) == ["/a", "/home/me/b", "/c", "/home/me", "\(here)/~other"])
  }

  @Test func makesRelativePathsAbsolute() {
    let here = FileManager.default.currentDirectoryPath
    #expect(directories(["X_PATH": "plugins/"]) == ["\(here)/plugins"])
  }

  @Test func namesNothingInADirectoryThatIsNotThere() {
    #expect(PluginSearchPath.names(in: "/nonexistent") == [])
  }
}
