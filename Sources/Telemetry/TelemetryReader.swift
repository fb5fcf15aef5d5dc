import CTelemetry
import Glibc

/// A read-only look at a host's telemetry page.
///
/// - Thread: any.
public final class TelemetryReader: Sendable {
  private let process: ProcessIdentity
  private let mapping: PageMapping

  /// Attaches to a host of this user: the one with this process id, or the one started last.
  ///
  /// As long as the reader is there, the host publishes as often as a meter wants.
  ///
  /// - Throws: `noRunningHost`, `notRunning`, or why the host's page cannot be read.
  public convenience init(processID: Int32? = nil) throws(TelemetryError) {
    try self.init(processID: processID, directory: .standard)
  }

  init(processID: Int32?, directory: PageDirectory) throws(TelemetryError) {
    let running = directory.runningHosts()
    let target = if let processID { processID } else { running.first?.processID }
    guard let target else { throw .noRunningHost }
    guard running.contains(where: { $0.processID == target }) else {
      throw .notRunning(processID: target)
    }
    mapping = try PageMapping.attach(to: target, in: directory)
    mapping.beginLooking()
    process = ProcessIdentity(
      processID: target, startTicks: mapping.page.pointee.identity.start_ticks)
  }

  /// The host's process.
  public var processID: Int32 { process.processID }

  /// What became of the host.
  public var hostState: HostState {
    if hasEnded { return .ended }
    if process.isAlive { return .running }
    // It may have left its word and gone between the two questions.
    return hasEnded ? .ended : .killed
  }

  private var hasEnded: Bool { mapping.isWhole && telemetry_has_ended(mapping.page) }

  /// Whether the host's process still runs.
  public var isHostAlive: Bool { process.isAlive }

  /// The last frame the host published, whole.
  ///
  /// Waits a few milliseconds at most for a write to end. When the host is no more, this is the
  /// last frame before its end.
  ///
  /// - Throws: `interruptedWrite` when the host was killed in the middle of a write, `busy` when it
  ///   is stopped there, `notATelemetryPage` when the page was cut off.
  public func read() throws(TelemetryError) -> TelemetryFrame {
    let payload = UnsafeMutablePointer<telemetry_payload>.allocate(capacity: 1)
    defer { payload.deallocate() }
    for attempt in 0..<Self.attempts {
      guard mapping.isWhole else {
        throw .notATelemetryPage(name: "of process \(processID)")
      }
      if telemetry_try_read(mapping.page, payload) {
        return TelemetryFrame(processID: processID, payload: payload)
      }
      if attempt >= Self.attemptsWithoutPause { usleep(Self.pauseMicroseconds) }
    }
    throw isHostAlive ? .busy(processID: processID) : .interruptedWrite(processID: processID)
  }

  // A write takes some sixty microseconds and comes thirty times a second at most.
  private static let attempts = 200
  private static let attemptsWithoutPause = 100
  private static let pauseMicroseconds: UInt32 = 200
}

/// What became of a host.
public enum HostState: Sendable, Equatable {
  /// Its process runs.
  case running
  /// It ended in an orderly way.
  case ended
  /// Its process is gone without a word.
  case killed
}
