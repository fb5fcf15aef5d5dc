import Glibc

/// A time tag: NTP's seconds since 1900, and parts of one in units of 2⁻³² s.
package struct OSCTime: Hashable, Sendable {
  let seconds: UInt32
  let fraction: UInt32

  /// Creates a time; nil for the one that means at once.
  init?(seconds: UInt32, fraction: UInt32) {
    guard seconds != 0 || fraction != 1 else { return nil }
    self.seconds = seconds
    self.fraction = fraction
  }

  /// Seconds from the system's time until then; negative when it is over.
  var secondsFromNow: Double {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return secondsSince(unixSeconds: now.tv_sec, nanoseconds: now.tv_nsec)
  }

  func secondsSince(unixSeconds: Int, nanoseconds: Int) -> Double {
    // From 1900 to 1970; NTP's count begins again in 2036.
    let now = UInt32(truncatingIfNeeded: unixSeconds + 2_208_988_800)
    let whole = Int32(bitPattern: seconds &- now)
    return Double(whole) + Double(fraction) / 0x1p32 - Double(nanoseconds) / 1e9
  }
}
