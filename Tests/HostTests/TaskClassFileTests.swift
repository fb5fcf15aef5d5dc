import Foundation
import Host
import Testing
import WorkQueues

@Suite("TaskClassFile") struct TaskClassFileTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  private func problems(_ text: String) throws -> [String] {
    do {
      _ = try TaskClassFile.load(path: try scratch.write(text, as: "classes.yaml"))
      return []
    } catch let problems as SessionProblems {
      return problems.problems.map { "\($0.line): \($0.message)" }
    }
  }

  @Test func theFileInConfigsIsTheBuiltInTable() throws {
    let path = repositoryRoot.appendingPathComponent("configs/task-classes.yaml").path
    let table = try TaskClassFile.load(path: path)
    #expect(table.classes == TaskClass.builtIn)
    #expect(table.systemResponsivenessPercent == 20)
    #expect(table == .builtIn)
  }

  @Test func readsEveryKey() throws {
    let path = try scratch.write(
      """
      systemResponsiveness: 30
      classes:
        - name: Mine
          category: Low
          priority: 8
          backgroundPriority: 2
          backgroundOnly: true
          clockRate: 5000
          affinity: 0x3
        - {name: Plain, category: High, priority: 1}
      """)
    let table = try TaskClassFile.load(path: path)
    #expect(table.systemResponsivenessPercent == 30)
    #expect(
      table.classes == [
        TaskClass(
          name: "Mine", category: .low, priority: 8, backgroundPriority: 2,
          isBackgroundOnly: true, clockRateHundredNanoseconds: 5000, affinityMask: 3),
        TaskClass(name: "Plain", category: .high, priority: 1),
      ])
  }

  @Test func reportsEveryProblemAtOnce() throws {
    let problems = try problems(
      """
      systemResponsiveness: 25
      classes:
        - {name: A, category: Highest, priority: 9}
        - {name: a, category: High, priority: 1, priorty: 2}
        - {category: Low, priority: 1}
        - {name: B, priority: 1, clockRate: 1}
        - {name: C, category: Low, priority: 1, affinity: -1, backgroundPriority: 0}
      extra: 1
      """)
    #expect(
      problems == [
        "1: `systemResponsiveness:` must be a multiple of 10 from 10 to 100, not `25`",
        "3: `category:` must be one of High, Medium, Low, not `Highest`",
        "3: `priority:` must be a whole number from 1 to 8, not `9`",
        "4: unknown key `priorty` in task class `a`: did you mean `priority`?",
        "5: a task class needs `name:`",
        "6: task class `B` needs `category:`",
        "6: `clockRate:` must be a whole number from 2000 to 10000, not `1`",
        "7: `affinity:` must be a mask of CPUs such as 0x3, or 0 for all, not `-1`",
        "7: `backgroundPriority:` must be a whole number from 1 to 8, not `0`",
        "8: unknown key `extra` in the task class file: there is systemResponsiveness, classes",
      ])
  }

  @Test func namesDifferByMoreThanCapitals() throws {
    let problems = try problems(
      """
      classes:
        - {name: Audio, category: High, priority: 1}
        - {name: audio, category: High, priority: 1}
      """)
    #expect(problems == ["3: a task class named `audio` is on line 2 already"])
  }

  @Test(arguments: ["0", "5", "110", "-10", "ten", "[20]"])
  func responsivenessOutOfRangeIsRefused(text: String) throws {
    let found = try problems(
      "systemResponsiveness: \(text)\nclasses: [{name: A, category: Low, priority: 1}]")
    #expect(found.count == 1)
    #expect(found.first?.contains("a multiple of 10 from 10 to 100") == true)
  }

  @Test(arguments: [
    ("", "1: the file is empty: it needs `classes:`"),
    ("systemResponsiveness: 20", "1: the task class file needs `classes:`"),
    ("classes: []", "1: `classes:` must have at least one task class"),
    ("classes: Audio", "1: `classes:` must be a list of task classes, not `Audio`"),
    ("classes: [Audio]", "1: a task class must be a mapping of keys to values, not `Audio`"),
  ])
  func aFileWithoutClassesIsRefused(text: String, problem: String) throws {
    #expect(try problems(text) == [problem])
  }

  @Test func aMissingFileIsReported() {
    let problems = #expect(throws: SessionProblems.self) {
      try TaskClassFile.load(path: "/nowhere/classes.yaml")
    }
    #expect(problems?.description == "/nowhere/classes.yaml:1:1: no such file")
  }

  // MARK: Finding it

  @Test func thePathThatWasNamedComesFirst() {
    let environment = ["TACTUS_TASK_CLASSES": "/b", "XDG_CONFIG_HOME": scratch.folder.path]
    #expect(TaskClassFile.locate(explicit: "/a", environment: environment) == "/a")
    #expect(TaskClassFile.locate(environment: environment) == "/b")
  }

  @Test(arguments: ["XDG_CONFIG_HOME", "HOME"])
  func theUsersFileComesBeforeTheMachines(variable: String) throws {
    let folder = variable == "HOME" ? ".config/tactus" : "tactus"
    let path = scratch.path("\(folder)/task-classes.yaml")
    let environment = [variable: scratch.folder.path, "TACTUS_TASK_CLASSES": ""]
    #expect(TaskClassFile.locate(environment: environment) != path)
    try FileManager.default.createDirectory(
      atPath: scratch.path(folder), withIntermediateDirectories: true)
    _ = try scratch.write("classes: []", as: "\(folder)/task-classes.yaml")
    #expect(TaskClassFile.locate(environment: environment) == path)
  }

  @Test(
    .enabled(
      if: !FileManager.default.fileExists(atPath: "/etc/tactus/task-classes.yaml"),
      "this machine has task classes of its own"))
  func withoutAFileTheBuiltInTableIsUsed() throws {
    #expect(TaskClassFile.locate(environment: [:]) == nil)
    #expect(try TaskClassFile.table(environment: [:]) == .builtIn)
  }

  @Test func aNamedFileThatIsMissingIsAProblem() {
    #expect(throws: SessionProblems.self) {
      try TaskClassFile.table(environment: ["TACTUS_TASK_CLASSES": "/nowhere/classes.yaml"])
    }
  }
}
