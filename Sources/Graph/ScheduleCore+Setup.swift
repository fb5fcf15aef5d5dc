// Prepares schedules for the cycle; never runs in it.
import Synchronization

extension ScheduleCore {
  /// Lays out a schedule.
  static func make(_ schedule: Schedule) -> UnsafeMutablePointer<ScheduleCore> {
    let core = UnsafeMutablePointer<ScheduleCore>.allocate(capacity: 1)
    unsafe core.initialize(
      to: ScheduleCore(
        items: [makeItems(schedule), makeItems(schedule)], itemCount: schedule.items.count,
        initial: makeTable(schedule.initial), initialCount: schedule.initial.count,
        threads: schedule.threads, alternates: schedule.alternates,
        sharedRuns: schedule.sharedRuns))
    return unsafe core
  }

  /// Frees a schedule that no run uses any more.
  static func destroy(_ core: UnsafeMutablePointer<ScheduleCore>) {
    for index in 0..<2 {
      let items = unsafe core.pointee.items[index]
      for place in 0..<(unsafe core.pointee.itemCount) {
        unsafe items[place].steps.deallocate()
        unsafe items[place].successors.deallocate()
      }
      unsafe items.deinitialize(count: core.pointee.itemCount)
      unsafe items.deallocate()
    }
    unsafe core.pointee.initial.deallocate()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  private static func makeItems(_ schedule: Schedule) -> UnsafeMutablePointer<RunItem> {
    let items = unsafe UnsafeMutableRawPointer.allocate(
      byteCount: MemoryLayout<RunItem>.stride * max(1, schedule.items.count),
      alignment: PlanStorage.alignment
    ).bindMemory(to: RunItem.self, capacity: schedule.items.count)
    for (place, item) in schedule.items.enumerated() {
      unsafe (items + place).initialize(
        to: RunItem(
          steps: makeTable(item.steps), stepCount: item.steps.count,
          successors: makeTable(item.successors), successorCount: item.successors.count,
          predecessorCount: item.predecessorCount))
    }
    return unsafe items
  }

  private static func makeTable(_ numbers: [Int]) -> UnsafeMutablePointer<Int32> {
    let table = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, numbers.count))
    for (index, number) in numbers.enumerated() {
      unsafe (table + index).initialize(to: Int32(number))
    }
    return unsafe table
  }

  private init(
    items: InlineArray<2, UnsafeMutablePointer<RunItem>>, itemCount: Int,
    initial: UnsafeMutablePointer<Int32>, initialCount: Int, threads: Int, alternates: Bool,
    sharedRuns: Int
  ) {
    unsafe self.items = unsafe items
    self.itemCount = itemCount
    unsafe self.initial = unsafe initial
    self.initialCount = initialCount
    self.threads = threads
    self.alternates = alternates
    self.sharedRuns = sharedRuns
    unsafe nextReturned = nil
  }
}
