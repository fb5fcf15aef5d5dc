import Realtime
import Testing

@testable import WorkQueues

@Suite("TaskClass") struct TaskClassTests {
  @Test func everyClassStaysInItsRange() {
    for category in TaskClass.Category.allCases {
      for priority in 1...8 {
        let taskClass = TaskClass(name: "x", category: category, priority: priority)
        for relative in TaskClass.RelativePriority.allCases {
          switch (category, taskClass.scheduling(relative)) {
          case (.high, .fifo(let value)): #expect((80...88).contains(value))
          case (.medium, .fifo(let value)): #expect((60...75).contains(value))
          case (.low, .normal(let nice)): #expect((-7...0).contains(nice))
          default: Issue.record("\(category) asks for \(taskClass.scheduling(relative))")
          }
        }
      }
    }
  }

  @Test func higherPriorityIsNeverLessUrgent() {
    for relative in TaskClass.RelativePriority.allCases {
      let priorities = (1...8).map {
        TaskClass(name: "x", category: .medium, priority: $0).scheduling(relative).priority
      }
      #expect(priorities == priorities.sorted())
    }
  }

  @Test func proAudioIsAboveAllOthersAndBelowTheThreadsOfTheCard() throws {
    let table = TaskClassTable.builtIn
    let proAudio = try #require(table["Pro Audio"]).scheduling().priority
    #expect(proAudio == 84)
    for taskClass in table.classes where taskClass.category != .high {
      #expect(taskClass.scheduling(.critical).priority < proAudio)
    }
    #expect(table["Karaoke"] == nil)
  }

  @Test func relativePriorityOrdersThreadsOfOneClass() throws {
    let proAudio = try #require(TaskClassTable.builtIn["Pro Audio"])
    let priorities = TaskClass.RelativePriority.allCases.map { proAudio.scheduling($0).priority }
    #expect(priorities == [80, 82, 84, 86, 88])
  }
}
