// Prepares schedules for the cycle; never runs in it.

extension ScheduleCore {
  /// Lays out a schedule.
  static func make(_ schedule: Schedule) -> UnsafeMutablePointer<ScheduleCore> {
    let core = UnsafeMutablePointer<ScheduleCore>.allocate(capacity: 1)
    unsafe core.initialize(
      to: ScheduleCore(
        tables: [RunTable.make(schedule), RunTable.make(schedule)], threads: schedule.threads,
        alternates: schedule.alternates, sharedRuns: schedule.sharedRuns))
    return unsafe core
  }

  /// Frees a schedule that no run uses any more.
  static func destroy(_ core: UnsafeMutablePointer<ScheduleCore>) {
    for index in 0..<2 { unsafe RunTable.destroy(core.pointee.tables[index]) }
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  private init(
    tables: InlineArray<2, UnsafeMutablePointer<RunTable>>, threads: Int, alternates: Bool,
    sharedRuns: Int
  ) {
    unsafe self.tables = unsafe tables
    self.threads = threads
    self.alternates = alternates
    self.sharedRuns = sharedRuns
    unsafe nextReturned = nil
  }
}
