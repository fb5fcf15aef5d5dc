import Host

extension DemoPage {
  static let priorities = DemoPage(
    name: "priorities", title: "Priorities -1, 0 and 1 in a full queue",
    paragraph: """
      Within a queue an item has one of three priorities. The queue's only worker is held in \
      an item while the queue is filled, the least urgent first, until it refuses more: a queue \
      is never longer than it was made for, and nothing is lost in silence. Then the worker is \
      let go. It performs every item of priority 1 first, then those of 0, then those of -1, \
      whatever the order they were put in, and those of the same priority in their order.
      """,
    functions: """
      Swift: WorkQueue.put(_:priority:), WorkPriority, makeQueue(capacity:). \
      C: RtwqPutWorkItem, RtwqAllocateWorkQueue.
      """,
    withoutRealtime: """
      No real-time priority here, which changes nothing on this page: the order within a queue \
      is the queue's own.
      """
  ) { (machine) throws(HostError) -> any DemoStage in try PrioritiesStage(machine) }
}
