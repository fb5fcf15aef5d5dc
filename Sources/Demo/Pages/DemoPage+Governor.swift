import Host

extension DemoPage {
  static let governor = DemoPage(
    name: "governor", title: "The governor lowers a greedy class",
    paragraph: """
      A real-time thread that never sleeps keeps everything else from its core, the keyboard \
      included. Here class Games has work without end on every core. The governor gives all \
      real-time classes together 80 % of every 10 ms: whoever has used most of it is lowered \
      below everything else until the next 10 ms begin, and never stopped. So a modest item of \
      class Pro Audio and an ordinary one still have their turn. An ordinary thread draws this \
      screen: it can look only while the others are lowered.
      """,
    functions: """
      Swift: WorkPlatform.startGovernor(), GovernorSnapshot, TaskClassTable. \
      C: AvQuerySystemResponsiveness; in Windows the service MMCSS does this by itself.
      """,
    withoutRealtime: """
      No real-time priority here: they are ordinary threads, with which the kernel shares the cores \
      fairly, so that the governor has nobody to lower and its counts stay 0.
      """
  ) { (machine) throws(HostError) -> any DemoStage in try GovernorStage(machine) }
}
