import Glibc
import Host
import Realtime
import Telemetry

/// The frames of a running host, one after the other, until it ends.
struct FrameFeed {
  private let reader: TelemetryReader

  init(_ reader: TelemetryReader) { self.reader = reader }

  /// Gives `take` a frame every so many seconds, and the last one of a host that ends.
  ///
  /// Ends after `count` frames, when `take` has had enough, or when `isOver` says so.
  ///
  /// - Throws: a `HostError` when the host was killed, and what `take` throws.
  func each(
    seconds: Double, count: Int? = nil, until isOver: () -> Bool = { false },
    take: (TelemetryFrame) throws -> Bool
  ) throws {
    let interval = Int64(seconds * 1e9)
    var next = Clock.now()
    var left = count ?? .max
    while left > 0 {
      let state = reader.hostState
      if state == .killed { throw HostError(killed: reader.processID) }
      let isLast = state == .ended || isOver()
      if let frame = try frame() {
        guard try take(frame) else { return }
        left -= 1
      }
      if isLast { return }
      next = max(next + interval, Clock.now())
      wait(until: next, orUntil: isOver)
    }
  }

  /// What the host published last; nil while it is stopped in the middle of a write.
  private func frame() throws -> TelemetryFrame? {
    do throws(TelemetryError) {
      return try reader.read()
    } catch .busy {
      return nil
    } catch .interruptedWrite(let processID) {
      throw HostError(killed: processID)
    }
  }

  private func wait(until deadline: Int64, orUntil isOver: () -> Bool) {
    while !isOver(), reader.hostState == .running {
      let left = deadline - Clock.now()
      guard left > 0 else { return }
      usleep(UInt32(min(left, 50_000_000) / 1_000) + 1)
    }
  }
}

extension HostError {
  /// What is said of a host that is gone without a word.
  init(killed processID: Int32) {
    self.init(.unavailable, "host \(processID) was killed: it is gone without a word")
  }
}
