import Testing
import WorkQueues

@testable import Command

@Suite("ClassesReport") struct ClassesReportTests {
  @Test func showsPrioritiesOfEachPlace() {
    let text = ClassesReport(.builtIn, source: nil).text(columns: 80)
    #expect(text.contains("built-in table"))
    #expect(text.contains("Pro Audio              high             1  FIFO    80  82  84  86  88"))
    expectFits(text)
  }

  @Test func showsNiceValuesOfTheLowCategory() throws {
    let table = TaskClassTable(
      classes: [TaskClass(name: "Copying", category: .low, priority: 4)],
      systemResponsivenessPercent: 40)
    let report = ClassesReport(table, source: "/etc/tactus/task-classes.yaml")
    let text = report.text(columns: nil)
    #expect(text.contains("NICE    -1  -2  -3  -4  -5"))
    #expect(text.contains("/etc/tactus/task-classes.yaml") && text.contains("40 %"))
  }

  @Test func isData() throws {
    let object = try json(ClassesReport(.builtIn, source: nil))
    #expect(object["source"] as? String == "built-in")
    #expect(object["systemResponsivenessPercent"] as? Int == 20)
    let classes = try #require(object["classes"] as? [[String: Any]])
    #expect(classes.count == TaskClass.builtIn.count)
    let audio = try #require(classes.first { $0["name"] as? String == "Pro Audio" })
    #expect(
      Set(audio.keys) == [
        "name", "category", "priority", "backgroundPriority", "isBackgroundOnly",
        "clockRateHundredNanoseconds", "affinityMask", "scheduling",
      ])
    let scheduling = try #require(audio["scheduling"] as? [String: Any])
    #expect(scheduling["policy"] as? String == "FIFO")
    #expect(scheduling["values"] as? [Int] == [80, 82, 84, 86, 88])
  }
}
