// Prepares seats for the cycle; never runs in it.
import Synchronization

extension WorkerSeat {
  init(rank: Int, next: UnsafeMutablePointer<WorkerSeat>?) {
    self.rank = rank
    unsafe nextSeat = unsafe next
  }
}
