import CRealtime
import Realtime
import Synchronization

/// A clock that spins on every core and counts what it misses: what the machine itself takes.
enum MachineReference {
  private static let nanoseconds: Int64 = 100_000_000
  /// Reading the clock takes less; an interrupt takes longer.
  private static let gapNanoseconds: Int64 = 2_000

  static func trial(_ name: String) -> Trial {
    Trial(
      name: name, title: "machine reference: a spinning clock on two cores, normal priority",
      subjects: [Subject(name: "spinning clock", run: measure)])
  }

  private static func measure() throws -> [Metric: Double] {
    let other = Watch()
    let thread = try RealtimeThread(
      name: "reference", scheduling: .normal(nice: 0),
      body: { Watch.from($0).spin() }, context: other.context)
    let own = Watch()
    own.spin()
    thread.join()
    return [
      .lost: max(own.lostPercent, other.lostPercent),
      .gap: Double(max(own.longest, other.longest)) / 1000,
    ]
  }

  private final class Watch {
    var lost: Int64 = 0
    var longest: Int64 = 0

    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
    var lostPercent: Double { Double(lost) * 100 / Double(nanoseconds) }

    static func from(_ context: UnsafeMutableRawPointer?) -> Watch {
      guard let context else { fatalError("a thread without its context") }
      return Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue()
    }

    func spin() {
      let begin = rt_now_nanoseconds()
      var before = begin
      while before - begin < nanoseconds {
        let now = rt_now_nanoseconds()
        if now - before > gapNanoseconds {
          lost += now - before
          longest = max(longest, now - before)
        }
        before = now
      }
    }
  }
}
