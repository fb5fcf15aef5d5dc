// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

/// The descriptors that programs have joined to queues.
let joinedDescriptors = JoinedDescriptors()

/// Joined descriptors by the numbers in their cookies.
struct JoinedDescriptors: ~Copyable, Sendable {
  private struct Entry {
    let queue: DWORD
    let descriptor: Int32
    let joined: JoinedDescriptor
  }

  private let entries = Mutex<[UInt64: Entry]>([:])

  /// Joins a descriptor to the queue of that id; returns the cookie's number.
  borrowing func join(_ descriptor: Int32, to id: DWORD) throws(Failure) -> UInt64 {
    let queue = try queueTable.queue(id)
    let joined = try translating { () throws(WorkQueueError) in try queue.join(descriptor) }
    let number = ItemKeys.next()
    entries.withLock {
      $0[number] = Entry(queue: id, descriptor: descriptor, joined: joined)
    }
    return number
  }

  /// Ends a join; false when the queue has none of that number.
  borrowing func unjoin(_ number: UInt64, from queue: DWORD) -> Bool {
    let entry = entries.withLock { entries in
      entries[number]?.queue == queue ? entries.removeValue(forKey: number) : nil
    }
    entry?.joined.unjoin()
    return entry != nil
  }

  /// The join of a descriptor.
  borrowing func joined(_ descriptor: Int32?) -> JoinedDescriptor? {
    entries.withLock { entries in
      entries.values.first { $0.descriptor == descriptor }?.joined
    }
  }

  /// Ends all joins, with the platform.
  borrowing func drop() {
    let dropped = entries.withLock { entries in
      defer { entries = [:] }
      return entries
    }
    for entry in dropped.values { entry.joined.unjoin() }
  }
}
