import ArgumentParser
import Host

struct ClassesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classes",
    abstract: "Show the task classes in force and the priorities they map to.",
    discussion: """
      The file is $TACTUS_TASK_CLASSES, else tactus/task-classes.yaml under ~/.config or /etc; \
      without any, the built-in table is used. A file with mistakes ends with exit code 65.

      JSON: an object with source ("built-in" or the file), systemResponsivenessPercent and \
      classes, each with name, category, priority, backgroundPriority, isBackgroundOnly, \
      clockRateHundredNanoseconds, affinityMask and scheduling: policy and values, the SCHED_FIFO \
      priorities or nice values for the relative priorities -2 to 2.
      """)

  @OptionGroup var options: ReportOptions

  func run() throws {
    let path = TaskClassFile.locate()
    let table = try TaskClassFile.table()
    try Console.standard.show(ClassesReport(table, source: path), asJSON: options.json)
  }
}
