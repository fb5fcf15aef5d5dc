import Host

extension DemoPage {
  static let graph = DemoPage(
    name: "graph", title: "A graph on one thread and on several",
    paragraph: """
      Sixteen nodes, eight voices with a filter each, are performed twice in every period: by \
      one thread after the other, and by several threads that share them, each with a lane of \
      its own, helped out by whoever is done first. No node begins before those it listens to, \
      and sums keep their order, so that the samples are the same bit for bit. Whether it pays \
      depends on the cores that are free: a host measures both, and shares only where it does.
      """,
    functions: """
      Swift: Plan, Executor.run(_:period:queue:workers:rising:), SchedulePolicy. \
      C: RtwqPutWorkItem, once for each thread that helps; Windows leaves the rest to programs.
      """,
    withoutRealtime: """
      No real-time priority here: helpers come when the kernel has room for them, and the \
      thread that waits for nobody performs the rest by itself.
      """
  ) { (machine) throws(HostError) -> any DemoStage in try GraphStage(machine) }
}
