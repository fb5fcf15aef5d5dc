import CRealtime
import Realtime
import Synchronization

extension WaiterCore {
  /// Closes the sources whose time has come.
  @_noLocks
  borrowing func closeSources(_ run: inout WaiterRun) {
    run.hasOpenEnds = false
    for word in 0..<closing.wordCount {
      var bits = closing.take(word)
      while bits != 0 {
        closeUnlessUsed(UInt32(word * 64 + bits.trailingZeroBitCount), &run)
        bits &= bits - 1
      }
    }
  }

  /// Closes a source, or has it looked at again while somebody is just arming it.
  @_noLocks
  borrowing func closeUnlessUsed(_ index: UInt32, _ run: inout WaiterRun) {
    let source = unsafe sources + Int(index)
    guard unsafe source.pointee.users.load(ordering: .sequentiallyConsistent) == 0 else {
      run.hasOpenEnds = true
      return closing.set(index)
    }
    if unsafe source.pointee.owner.load(ordering: .relaxed) != 0 {
      // The last user may have armed another.
      lookAtChanges(&run)
      unsafe cancelAll(in: source, &run)
      // Whoever ends the join waits for this.
      handOver(&run)
    }
    close(index)
  }

  @_noLocks
  private borrowing func cancelAll(
    in source: UnsafeMutablePointer<WaiterSource>, _ run: inout WaiterRun
  ) {
    while unsafe !source.pointee.items.isEmpty {
      let index = unsafe UInt32(source.pointee.items.first)
      _ = unsafe exchange(
        slots + Int(index), from: WaiterSlot.Phase.armed, to: WaiterSlot.Phase.cancelled)
      makeDue(index, &run)
    }
  }

  /// Closes a source that nobody uses and no item waits on.
  @_noLocks
  borrowing func close(_ index: UInt32) {
    let source = unsafe sources + Int(index)
    unsafe rt_epoll_remove(epoll, source.pointee.descriptor)
    unsafe rt_descriptor_close(source.pointee.descriptor)
    unsafe source.pointee.descriptor = -1
    unsafe source.pointee.owner.store(0, ordering: .releasing)
    _ = freeSources.put(index)
  }
}
