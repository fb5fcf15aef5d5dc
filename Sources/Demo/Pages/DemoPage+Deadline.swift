import Host

extension DemoPage {
  static let deadline = DemoPage(
    name: "deadline", title: "A deadline, with and without waking before it",
    paragraph: """
      A sound card asks for its next period at a time that is known long before. Both queues \
      get an item every 10 ms that has to be done within 1 ms, and both are told so. Where the \
      deadline comes with a pre-deadline, the worker wakes by itself 1 ms before the item does \
      and looks for it: it begins at once, and who puts the item need not ask the kernel to \
      wake anybody. A deadline that passes while items wait or run is counted, and tells what ran.
      """,
    functions: """
      Swift: WorkQueue.setDeadline(dueNanoseconds:preDeadlineNanoseconds:), \
      takeMissedDeadlines(). C: RtwqSetDeadline, RtwqSetDeadline2, RtwqCancelDeadline.
      """,
    withoutRealtime: """
      No real-time priority here: workers wake when the kernel has room for them, so that both \
      queues may wait longer and miss deadlines that a class would have met.
      """
  ) { (machine) throws(HostError) -> any DemoStage in try DeadlineStage(machine) }
}
