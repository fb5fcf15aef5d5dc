import Foundation
import TestSupport
import Testing

/// In processes of their own, which may freeze or be killed without taking the tests along.
@Suite(
  "Governor: endless loops", .serialized,
  .enabled(if: getuid() == 0, "only root gets every priority"))
struct GovernorProgramTests {
  private func run(_ arguments: [String], through: [String] = []) throws -> [String: [String]] {
    let outcome = try BuiltProgram.run("EndlessLoops", arguments, through: through)
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.values["alive"] == ["true"])
    return outcome.values
  }

  /// What a heartbeat got beside the loops, next to what it gets on this machine without them.
  private func heartbeat(_ values: [String: [String]]) -> Double {
    let beside = values["beside"]?.compactMap(Double.init).first ?? 0
    let alone = values["alone"]?.compactMap(Double.init).min() ?? 1
    return beside / alone
  }

  @Test(arguments: [2, 4])
  func loopsOnEveryWorkerLeaveAHeartbeatItsShare(workers: Int) throws {
    // Other programs may come between the two measurements, and take from the loops too: five tries.
    var shares: [Double] = []
    var isTold = false
    while shares.count < 5, !isTold || (shares.last ?? 0) < 0.15 {
      let values = try run(["share", "workers=\(workers)"])
      let events = values["event"] ?? []
      #expect(values["class"] == ["Pro Audio"])
      isTold =
        events.contains { $0.hasPrefix("class Pro Audio used its 80 % of 10 ms") }
        && events.contains { $0.contains(" of queue audio, class Pro Audio, has not paused") }
      shares.append(heartbeat(values))
    }
    #expect(isTold)
    #expect((shares.last ?? 0) >= 0.15, "\(shares)")
  }

  @Test(.enabled(if: Tools.isInstalled("setpriv"), "needs setpriv"))
  func withoutRightsNobodyIsLowered() throws {
    let values = try run(
      ["share", "milliseconds=300"],
      through: ["setpriv", "--bounding-set=-all", "--inh-caps=-all"])
    #expect(values["governor"] == ["OTHER"])
    #expect(values["class"] == nil)
    #expect(values["event"] == nil)
  }

  @Test(arguments: ["percent=100", "percent=80", "late=1"])
  func theWarningOfALimitDemotesAndTheThreadComesBack(argument: String) throws {
    let values = try run(["limit", argument])
    #expect(values["scheduling"] == ["OTHER"])
    #expect(values["limit"] == [try limit(values, percent: 80)])
    #expect(values["again"] == ["FIFO 84"])
    let events = values["event"] ?? []
    #expect(events.contains { $0.contains("reached RLIMIT_RTTIME and was lowered, in ") })
    #expect(events.contains { $0.hasSuffix("has rested and has its priority again") })
  }

  @Test func aSoftLimitIsNotRaised() throws {
    let values = try run(["limit", "percent=50"])
    #expect(values["limit"] == [try limit(values, percent: 50)])
  }

  /// Soft and hard, when the soft one is such a part of the hard one.
  private func limit(_ values: [String: [String]], percent: Int) throws -> String {
    let hard = try #require(values["hard"]?.first.flatMap { Int($0) })
    return "\(hard / 100 * percent) \(hard)"
  }

  @Test func everyThreadThatReachesALimitIsDemoted() throws {
    let values = try run(["limit", "workers=4"])
    let demoted = (values["event"] ?? []).count { $0.contains("reached RLIMIT_RTTIME") }
    #expect(demoted >= 4)
  }
}
