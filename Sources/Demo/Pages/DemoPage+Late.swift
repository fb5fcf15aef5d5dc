import Host

extension DemoPage {
  static let late = DemoPage(
    name: "late", title: "A late plugin, and what becomes of it",
    paragraph: """
      A plugin that does not return in time usually takes the whole sound with it. Here one \
      stays away for a while, about once a second. When a period has used up three quarters of \
      its time, another thread closes it: what is finished is played as it is, the late channel \
      fades to silence, and the node is counted. Until its thread is back its input is played \
      in its place, then it fades in again. The other channel is compared sample by sample with \
      what it should be.
      """,
    functions: """
      Swift: WorkQueue.startPeriods(named:of:work:budget:periodNanoseconds:), \
      Executor.begin, perform and close, GraphPlayer. C: RtwqSetDeadline tells of it; Windows \
      has nothing that goes on without a late item.
      """,
    withoutRealtime: """
      No real-time priority here: on a busy machine the kernel itself may hold a thread up for \
      so long that a period is closed without a node that is not to blame.
      """
  ) { (machine) throws(HostError) -> any DemoStage in try LateStage(machine) }
}
