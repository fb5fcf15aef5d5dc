import Synchronization

extension SampleRing {
  /// Frames that can be read before blocks are missing; all there are when none is.
  ///
  /// Thread: the consumer's.
  public var framesBeforeGap: Int {
    @_noLocks
    get {
      // First what is there: the gaps before it were told earlier.
      let available = availableFrames
      guard let gap = unsafe producer.pointee.gaps.next else { return available }
      let before = unsafe gap &- consumer.pointee.read.load(ordering: .relaxed)
      return before < 0 ? 0 : before < available ? before : available
    }
  }

  /// Takes the gap the consumer has come to, and returns how many frames are missing there.
  ///
  /// 0 when none are. Thread: the consumer's.
  @_noLocks
  public func takeGap() -> Int {
    let read = unsafe consumer.pointee.read.load(ordering: .relaxed)
    guard let gap = unsafe producer.pointee.gaps.next, gap <= read else { return 0 }
    return unsafe producer.pointee.gaps.take()
  }

  /// Frames missing behind the last that can be read.
  ///
  /// Thread: any, once the producer has ended.
  public var framesMissingAtEnd: Int {
    @_noLocks get { unsafe producer.pointee.gaps.openFrames }
  }
}
