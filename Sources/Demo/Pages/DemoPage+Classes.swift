import Host

extension DemoPage {
  static let classes = DemoPage(
    name: "classes", title: "Task classes compete on every core",
    paragraph: """
      A task class says how urgent a thread is, in words a whole machine agrees on. Every 10 ms \
      three queues get one item for each core: 2 ms of work in class Pro Audio, 3 ms in class \
      Playback and 8 ms without a class, 13 ms in all. The least urgent are put first, and still \
      Pro Audio hardly waits: its threads take the core from the others as soon as they have \
      work. What does not fit is left to those without a class, whose items wait or are left out.
      """,
    functions: """
      Swift: WorkPlatform.makeQueue(taskClass:), TaskClass. \
      C: RtwqLockSharedWorkQueue, RtwqBeginRegisterWorkQueueWithMMCSS, \
      AvSetMmThreadCharacteristicsW.
      """,
    withoutRealtime: """
      No real-time priority here: all three share the cores alike, so that Pro Audio waits \
      about as long as the others. These figures show what a class is worth by its absence.
      """
  ) { (machine) throws(HostError) -> any DemoStage in try ClassesStage(machine) }
}
