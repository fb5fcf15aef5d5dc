// Prepares items for the cycle; never runs in it.
import Synchronization

extension RunTable {
  /// Lays out a schedule's items.
  static func make(_ schedule: Schedule) -> UnsafeMutablePointer<RunTable> {
    let count = schedule.items.count
    let items = unsafe lines(of: RunItem.self, count: count)
    let marks = unsafe lines(of: FinishMark.self, count: count)
    var (firstStep, firstPredecessor) = (0, 0)
    for (place, item) in schedule.items.enumerated() {
      unsafe (items + place).initialize(
        to: RunItem(
          firstStep: Int32(firstStep), stepCount: Int32(item.steps.count),
          firstPredecessor: Int32(firstPredecessor),
          predecessorCount: Int32(item.predecessors.count)))
      unsafe (marks + place).initialize(to: FinishMark())
      firstStep += item.steps.count
      firstPredecessor += item.predecessors.count
    }
    let run = unsafe RunItems(
      items: items, marks: marks, itemCount: count,
      steps: list(schedule.items.flatMap(\.steps)),
      predecessors: list(schedule.items.flatMap(\.predecessors)),
      laneStarts: list(schedule.laneStarts), laneCount: schedule.laneStarts.count - 1)
    let table = unsafe lines(of: RunTable.self, count: 1)
    unsafe table.initialize(to: RunTable(items: run))
    return unsafe table
  }

  /// Frees a table that no run uses any more.
  static func destroy(_ table: UnsafeMutablePointer<RunTable>) {
    let run = unsafe table.pointee.items
    unsafe run.items.deinitialize(count: run.itemCount)
    unsafe run.items.deallocate()
    unsafe run.marks.deinitialize(count: run.itemCount)
    unsafe run.marks.deallocate()
    unsafe run.steps.deallocate()
    unsafe run.predecessors.deallocate()
    unsafe run.laneStarts.deallocate()
    unsafe table.deinitialize(count: 1)
    unsafe table.deallocate()
  }

  private static func list(_ numbers: [Int]) -> UnsafeMutablePointer<Int32> {
    let list = unsafe lines(of: Int32.self, count: numbers.count)
    for (index, number) in numbers.enumerated() {
      unsafe (list + index).initialize(to: Int32(number))
    }
    return unsafe list
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
