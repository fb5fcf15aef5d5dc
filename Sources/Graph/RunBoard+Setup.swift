// Prepares boards for the cycle; never runs in it.
import Synchronization

extension RunBoard {
  /// A board for a core that is not there yet.
  static func make() -> UnsafeMutablePointer<RunBoard> {
    let seats = UnsafeMutablePointer<ThreadSeat>.allocate(capacity: seatCount)
    for index in 0..<seatCount { unsafe (seats + index).initialize(to: ThreadSeat()) }
    let board = UnsafeMutablePointer<RunBoard>.allocate(capacity: 1)
    unsafe board.initialize(to: RunBoard(seats: seats))
    return unsafe board
  }

  /// Frees a board that nobody knows any more.
  static func destroy(_ board: UnsafeMutablePointer<RunBoard>) {
    unsafe board.pointee.seats.deinitialize(count: seatCount)
    unsafe board.pointee.seats.deallocate()
    unsafe board.deinitialize(count: 1)
    unsafe board.deallocate()
  }

  private init(seats: UnsafeMutablePointer<ThreadSeat>) { unsafe self.seats = unsafe seats }

  /// Whether an item in a queue, or a thread, still knows it.
  var isKnown: Bool {
    joins.load(ordering: .acquiring) != 0 || inside.load(ordering: .sequentiallyConsistent) != 0
  }
}
