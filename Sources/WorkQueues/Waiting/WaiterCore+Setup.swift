// Control side.
import CRealtime
import Realtime
import Synchronization

extension WaiterCore {
  init(
    slotCount: Int, sourceCount: Int, patienceNanoseconds: Int64
  ) throws(WorkQueueError) {
    let epoll = rt_epoll_create()
    guard epoll >= 0 else { throw Self.noDescriptor(-epoll) }
    let bell = rt_bell_create(epoll, WaiterEvent.bell.word)
    guard bell >= 0 else {
      rt_descriptor_close(epoll)
      throw Self.noDescriptor(-bell)
    }
    self.epoll = epoll
    self.bell = bell
    self.slotCount = slotCount
    self.sourceCount = sourceCount
    self.patienceNanoseconds = patienceNanoseconds
    unsafe slots = .allocate(capacity: slotCount)
    unsafe sources = .allocate(capacity: sourceCount)
    freeSlots = BoundedRing(minimumCapacity: slotCount)
    freeSources = BoundedRing(minimumCapacity: sourceCount)
    changed = ChangedBits(count: slotCount)
    closing = ChangedBits(count: sourceCount)
    for index in 0..<slotCount {
      unsafe (slots + index).initialize(to: WaiterSlot())
      _ = freeSlots.put(UInt32(index))
    }
    for index in 0..<sourceCount {
      unsafe (sources + index).initialize(to: WaiterSource())
      _ = freeSources.put(UInt32(index))
    }
  }

  /// Gives the memory back; no thread may use the waiter any more.
  func releaseStorage() {
    unsafe slots.deinitialize(count: slotCount)
    unsafe slots.deallocate()
    unsafe sources.deinitialize(count: sourceCount)
    unsafe sources.deallocate()
  }

  /// Closes what the waiter's thread needed, once that has ended.
  func closeDescriptors() {
    rt_descriptor_close(bell)
    rt_descriptor_close(epoll)
  }

  static func noDescriptor(_ error: Int32) -> WorkQueueError {
    WorkQueueError(
      .noResources, "the waiter got no descriptor (error \(error)); raise RLIMIT_NOFILE")
  }
}

extension ChangedBits {
  init(count: Int) {
    wordCount = (count + 63) / 64
    unsafe words = .allocate(capacity: wordCount)
    for word in 0..<wordCount { unsafe (words + word).initialize(to: Atomic(0)) }
  }
}
