public import Synchronization

/// What a driver counts while it runs; written in the cycle, read anywhere.
public final class DriverCounters: Sendable {
  /// Creates counters at zero.
  public init() {}
  /// Periods performed.
  public let periods = Atomic<UInt64>(0)
  /// Periods that came too late for the device.
  public let xruns = Atomic<UInt64>(0)
  /// Times the machine slept, and the device with it.
  public let suspends = Atomic<UInt64>(0)
  /// Times the device fell silent: no period for a second or more, and no error either.
  public let stalls = Atomic<UInt64>(0)
  /// Errors of other kinds that the device or server told.
  public let faults = Atomic<UInt64>(0)
  /// Faults of any kind after which the device was started again.
  public let recoveries = Atomic<UInt64>(0)
  /// Periods another thread closed because the work of theirs took too long.
  public let rescues = Atomic<UInt64>(0)
  /// Threads that were lost in the callback when the driver was stopped.
  public let lostThreads = Atomic<Int>(0)
  /// MIDI messages there was no room for, or that came out of order.
  public let droppedMIDI = Atomic<UInt64>(0)
  let lossCode = Atomic<UInt8>(0)
  private let notice = Mutex<LossNotice?>(nil)
  /// The notice as the cycle sees it; 0 for none.
  let noticeAddress = Atomic<UInt>(0)

  /// Has a notice posted, once, when the driver is lost, or at once when it has been; the first
  /// notice stays.
  ///
  /// Thread: control.
  public func tellLoss(by notice: LossNotice) {
    let isFirst = self.notice.withLock { kept in
      defer { kept = kept ?? notice }
      return kept == nil
    }
    guard isFirst else { return }
    // Either this sees the loss, or who marks it sees the notice.
    noticeAddress.store(
      UInt(bitPattern: Unmanaged.passUnretained(notice).toOpaque()),
      ordering: .sequentiallyConsistent)
    if lossCode.load(ordering: .sequentiallyConsistent) != 0 { notice.post() }
  }

  /// Why no more periods will come; nil as long as they do.
  public var loss: DriverLoss? {
    let code = lossCode.load(ordering: .acquiring)
    return code == 0 ? nil : DriverLoss(code: code)
  }

  /// Whether the device or server is gone and no more periods will come.
  public var isLost: Bool { loss != nil }
}
