/// Some of the waiter's slots, oldest first; the links are in the slots.
///
/// The waiter's thread's own.
struct SlotList: BitwiseCopyable {
  var first: Int32 = -1
  var last: Int32 = -1

  @_noLocks
  init() {}

  var isEmpty: Bool { @_noLocks get { first < 0 } }

  @_noLocks
  mutating func insert(_ index: UInt32, in slots: UnsafeMutablePointer<WaiterSlot>) {
    let index = Int32(index)
    let ticket = unsafe slots[Int(index)].ticket
    var before = last
    while before >= 0, unsafe slots[Int(before)].ticket > ticket {
      before = unsafe slots[Int(before)].previous
    }
    let after = before < 0 ? first : unsafe slots[Int(before)].next
    unsafe slots[Int(index)].previous = before
    unsafe slots[Int(index)].next = after
    if before < 0 { first = index } else { unsafe slots[Int(before)].next = index }
    if after < 0 { last = index } else { unsafe slots[Int(after)].previous = index }
  }

  @_noLocks
  mutating func remove(_ index: UInt32, in slots: UnsafeMutablePointer<WaiterSlot>) {
    let before = unsafe slots[Int(index)].previous
    let after = unsafe slots[Int(index)].next
    if before < 0 { first = after } else { unsafe slots[Int(before)].next = after }
    if after < 0 { last = before } else { unsafe slots[Int(after)].previous = before }
  }
}
