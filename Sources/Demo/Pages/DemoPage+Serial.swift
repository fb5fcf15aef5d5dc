import Host

extension DemoPage {
  static let serial = DemoPage(
    name: "serial", title: "A serial queue over a shared one",
    paragraph: """
      Whatever must not happen twice at once usually gets a lock or a thread of its own. A \
      serial queue needs neither: left and right have no threads and borrow those of the shared \
      queue. Each performs one item at a time, in the order they were put, on whichever thread \
      is free, while the other goes on beside it. The same items put into the shared queue \
      itself run on all its threads at once, and short ones end before long ones that began \
      earlier.
      """,
    functions: """
      Swift: WorkPlatform.makeSerialQueue(named:over:), SerialTurn. \
      C: RtwqAllocateSerialWorkQueue, RtwqPutWorkItem.
      """,
    withoutRealtime: """
      No real-time priority here, which changes nothing on this page: these queues have no \
      class anyway.
      """
  ) { (machine) throws(HostError) -> any DemoStage in try SerialStage(machine) }
}
