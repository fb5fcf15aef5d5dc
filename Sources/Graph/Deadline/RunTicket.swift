/// A run on its way from its opening to its closing: what its thread needs to know of it.
///
/// It names the core it runs on, so that a thread that comes too late finds its own run and not the
/// one of a later period.
@safe
public struct RunTicket: BitwiseCopyable, @unchecked Sendable {
  let head: UnsafeMutablePointer<PlanHead>
  /// nil when both cores are still used by runs that were revoked.
  let core: UnsafeMutablePointer<PlanCore>?

  @_noLocks
  init(head: UnsafeMutablePointer<PlanHead>, core: UnsafeMutablePointer<PlanCore>?) {
    unsafe self.head = unsafe head
    unsafe self.core = unsafe core
  }

  /// The ticket as `rt_period.ticket` carries it; never 0.
  ///
  /// Thread: any.
  public var bits: UInt {
    @_noLocks
    get {
      guard let core = unsafe core else { return unsafe UInt(bitPattern: head) | 1 }
      return UInt(bitPattern: core)
    }
  }

  /// The ticket that `bits` told; nil for 0.
  ///
  /// Thread: any.
  @_noLocks
  public init?(bits: UInt) {
    if bits & 1 == 1 {
      guard let head = unsafe UnsafeMutablePointer<PlanHead>(bitPattern: bits & ~1) else {
        return nil
      }
      unsafe self.init(head: head, core: nil)
    } else {
      guard let core = unsafe UnsafeMutablePointer<PlanCore>(bitPattern: bits),
        let head = unsafe core.pointee.head
      else { return nil }
      unsafe self.init(head: head, core: core)
    }
  }
}
