// Prepares items for the cycle; never runs in it.
import Synchronization

extension RunItem {
  init(_ item: Schedule.Item) {
    unsafe steps = Self.table(item.steps)
    stepCount = Int32(item.steps.count)
    unsafe predecessors = Self.table(item.predecessors)
    predecessorCount = Int32(item.predecessors.count)
  }

  static func table(_ numbers: [Int]) -> UnsafeMutablePointer<Int32> {
    let table = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, numbers.count))
    for (index, number) in numbers.enumerated() {
      unsafe (table + index).initialize(to: Int32(number))
    }
    return unsafe table
  }
}

extension RunTable {
  /// Lays out a schedule's items.
  static func make(_ schedule: Schedule) -> UnsafeMutablePointer<RunTable> {
    let count = schedule.items.count
    let items = unsafe lines(of: RunItem.self, count: count)
    let marks = unsafe lines(of: FinishMark.self, count: count)
    for (place, item) in schedule.items.enumerated() {
      unsafe (items + place).initialize(to: RunItem(item))
      unsafe (marks + place).initialize(to: FinishMark())
    }
    let run = unsafe RunItems(
      items: items, marks: marks, itemCount: count,
      laneStarts: RunItem.table(schedule.laneStarts), laneCount: schedule.laneStarts.count - 1)
    let table = unsafe lines(of: RunTable.self, count: 1)
    unsafe table.initialize(to: RunTable(items: run))
    return unsafe table
  }

  /// Frees a table that no run uses any more.
  static func destroy(_ table: UnsafeMutablePointer<RunTable>) {
    let run = unsafe table.pointee.items
    for place in 0..<run.itemCount {
      unsafe run.items[place].steps.deallocate()
      unsafe run.items[place].predecessors.deallocate()
    }
    unsafe run.items.deinitialize(count: run.itemCount)
    unsafe run.items.deallocate()
    unsafe run.marks.deinitialize(count: run.itemCount)
    unsafe run.marks.deallocate()
    unsafe run.laneStarts.deallocate()
    unsafe table.deinitialize(count: 1)
    unsafe table.deallocate()
  }

  /// Memory for some elements that begins with a cache line.
  private static func lines<Element: ~Copyable>(
    of type: Element.Type, count: Int
  ) -> UnsafeMutablePointer<Element> {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: MemoryLayout<Element>.stride * max(1, count), alignment: PlanStorage.alignment)
    return unsafe bytes.bindMemory(to: Element.self, capacity: max(1, count))
  }
}
