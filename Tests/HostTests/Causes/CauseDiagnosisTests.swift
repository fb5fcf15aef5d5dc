import Telemetry
import Testing

@testable import Host

/// A period of 1.3 ms, asked for at 10 ms.
private func period(
  wokeLate: Int64 = 5_000, worked: Int64 = 400_000, isComplete: Bool = true,
  beforeRan: Int64 = 8_667_000, beforeClosed: Int64 = 9_000_000
) -> PeriodRecord {
  var record = PeriodRecord()
  record.number = 7
  record.length = 1_333_000
  record.asked = 10_000_000
  record.ran = max(record.asked, beforeClosed) + wokeLate
  record.performed = record.ran + worked - 10_000
  record.closed = record.ran + worked
  record.deadline = record.asked + 1_000_000
  record.isComplete = isComplete
  record.beforeRan = beforeRan
  record.beforeClosed = beforeClosed
  return record
}

private let hog = Hog(
  name: "hog", processID: 4711, scheduling: "FIFO 90", isOnProcessor: true,
  ranNanoseconds: 4_000_000)

/// What is known, and what is to be made of it.
struct Case: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let evidence: @Sendable (inout CauseEvidence) -> Void
  let kind: CauseKind
  let sentence: String

  init(
    _ name: String, _ kind: CauseKind, _ sentence: String,
    _ evidence: @escaping @Sendable (inout CauseEvidence) -> Void
  ) {
    (testDescription, self.kind, self.sentence) = (name, kind, sentence)
    self.evidence = evidence
  }

  static let all = plain + ties

  private static let plain = [
    Case("late node that is back", .lateNode, "reverb took 3.1 ms of a period of 1.3 ms") {
      $0.record = period(worked: 1_100_000, isComplete: false)
      $0.lateNodes = LateNodes(names: ["reverb"], tookNanoseconds: 3_100_000)
    },
    Case(
      "late nodes that stay away", .lateNode,
      "eq, comp and reverb did not come back within the period of 1.3 ms, nor since"
    ) {
      $0.record = period(worked: 1_100_000, isComplete: false)
      $0.lateNodes = LateNodes(names: ["eq", "comp", "reverb"])
    },
    Case("node that was timed", .lateNode, "eq took 1.7 ms of a period of 1.3 ms") {
      $0.record = period(worked: 2_000_000)
      $0.nodes = [
        CauseSpan(lane: "alsa", name: "gain", startNanoseconds: 0, endNanoseconds: 10_000),
        CauseSpan(lane: "alsa", name: "eq", startNanoseconds: 10_000, endNanoseconds: 1_710_000),
      ]
    },
    Case(
      "node that takes most as a rule", .lateNode,
      "the work took 2.0 ms of a period of 1.3 ms, most of it in eq, which takes 900 µs as a rule"
    ) {
      $0.record = period(worked: 2_000_000)
      $0.costliest = ("eq", 900_000)
    },
    Case(
      "work of which nothing is known", .unknown,
      "the work took 2.0 ms of a period of 1.3 ms, and no node was timed meanwhile"
    ) {
      $0.record = period(worked: 2_000_000)
      $0.costliest = ("eq", 9_000)
    },
    Case(
      "late wake by a hog", .lateWake,
      "the audio thread woke 4.2 ms late: `hog` (pid 4711, FIFO 90) ran on its processor above our "
        + "FIFO 65"
    ) {
      $0.record = period(wokeLate: 4_200_000)
      $0.hog = hog
    },
    Case(
      "late wake by nobody", .lateWake,
      "the audio thread woke 4.2 ms late: nothing above our FIFO 65 was seen to run, so the kernel, "
        + "an interrupt or the machine itself kept it"
    ) { $0.record = period(wokeLate: 4_200_000) },
    Case("device stall", .deviceStall, "the card asked for no period for 52 ms") {
      $0.effect = .xrun
      $0.record = period(beforeRan: 10_000_000 - 52_000_000, beforeClosed: 1)
    },
    Case(
      "periods slept through, the last one done in time", .lateWake,
      "the audio thread woke 4.2 ms late: nothing above our FIFO 65 was seen to run, so the kernel, "
        + "an interrupt or the machine itself kept it"
    ) {
      $0.effect = .xrun
      $0.record = period(wokeLate: 4_200_000)
      $0.record?.deadline = 16_000_000
    },
    Case(
      "break in which the thread was ready", .lateWake,
      "the audio thread woke 50 ms late: `hog` (pid 4711, FIFO 90) ran on its processor above our "
        + "FIFO 65"
    ) {
      $0.effect = .xrun
      $0.record = period(beforeRan: 10_000_000 - 52_000_000, beforeClosed: 1)
      $0.threads.waitedNanoseconds = 50_000_000
      $0.hog = hog
    },
    Case(
      "page faults", .pageFault, "the audio thread had 400 page faults while it ran eq"
    ) {
      $0.record = period(worked: 1_100_000, isComplete: false)
      $0.lateNodes = LateNodes(names: ["eq"], tookNanoseconds: 3_000_000)
      $0.threads.minorFaults = 400
    },
    Case(
      "page faults from the disk", .pageFault,
      "the audio thread had 12 page faults, 3 of them from the disk, while it ran the graph"
    ) {
      $0.record = period(worked: 2_000_000)
      $0.threads.minorFaults = 9
      $0.threads.majorFaults = 3
    },
    Case(
      "preemption", .preempted,
      "`hog` (pid 4711, FIFO 90) ran in place of the audio thread for 1.5 ms while it ran eq"
    ) {
      $0.record = period(worked: 2_000_000)
      $0.threads.waitedNanoseconds = 1_500_000
      $0.threads.involuntarySwitches = 1
      $0.nodes = [
        CauseSpan(lane: "alsa", name: "eq", startNanoseconds: 0, endNanoseconds: 1_900_000)
      ]
      $0.hog = hog
    },
    Case(
      "helper that did not come", .lateThread,
      "a helping thread was not done when the period of 1.3 ms had to be closed"
    ) {
      $0.record = period(worked: 1_100_000, isComplete: false)
      $0.sharedThreads = 2
    },
    Case(
      "nothing out of time", .unknown,
      "the periods around this xrun were in time: nothing that was measured explains it"
    ) { $0.effect = .xrun },
  ]

  private static let ties = [
    Case(
      "faults before preemption and the node", .pageFault,
      "the audio thread had 2000 page faults while it ran eq"
    ) {
      $0.record = period(worked: 1_100_000, isComplete: false)
      $0.lateNodes = LateNodes(names: ["eq"])
      $0.threads.minorFaults = 2000
      $0.threads.waitedNanoseconds = 2_000_000
      $0.threads.involuntarySwitches = 3
      $0.hog = hog
    },
    Case(
      "preemption before the node", .preempted,
      "the audio thread was kept from its processor for 900 µs while it ran eq"
    ) {
      $0.record = period(worked: 1_100_000, isComplete: false)
      $0.lateNodes = LateNodes(names: ["eq"])
      $0.threads.waitedNanoseconds = 900_000
      $0.threads.involuntarySwitches = 1
    },
    Case("few faults do not excuse a node", .lateNode, "eq took 3.0 ms of a period of 1.3 ms") {
      $0.record = period(worked: 1_100_000, isComplete: false)
      $0.lateNodes = LateNodes(names: ["eq"], tookNanoseconds: 3_000_000)
      $0.threads.minorFaults = 12
    },
    Case(
      "work that is longer than the late wake", .lateNode, "eq took 2.9 ms of a period of 1.3 ms"
    ) {
      $0.record = period(wokeLate: 900_000, worked: 3_000_000)
      $0.nodes = [
        CauseSpan(lane: "alsa", name: "eq", startNanoseconds: 0, endNanoseconds: 2_900_000)
      ]
      $0.hog = hog
    },
    Case(
      "late wake before faults in short work", .lateWake,
      "the audio thread woke 2.0 ms late: `hog` (pid 4711, FIFO 90) ran on its processor above our "
        + "FIFO 65"
    ) {
      $0.record = period(wokeLate: 2_000_000)
      $0.threads.majorFaults = 1
      $0.hog = hog
    },
  ]
}

@Suite("Diagnosis of causes") struct CauseDiagnosisTests {
  private func evidence(_ change: (inout CauseEvidence) -> Void) -> CauseEvidence {
    var evidence = CauseEvidence(effect: .miss)
    evidence.scheduling = "FIFO 65"
    evidence.device = "the card"
    change(&evidence)
    return evidence
  }

  @Test(arguments: Case.all) func names(_ example: Case) {
    let cause = CauseDiagnosis.cause(of: evidence(example.evidence))
    #expect(cause.kind == example.kind)
    #expect(cause.sentence == example.sentence)
  }

  /// Late nodes have an event of their own, and there is nothing to tell of what nobody knows.
  @Test func whatIsToldAlreadyIsNoNews() {
    for example in Case.all {
      let cause = CauseDiagnosis.cause(of: evidence(example.evidence))
      #expect(cause.isNews == (cause.kind != .lateNode && cause.kind != .unknown))
    }
  }

  @Test func theTimeLineTellsWhoDidWhat() {
    let cause = CauseDiagnosis.cause(
      of: evidence {
        $0.record = period(wokeLate: 4_000_000, worked: 300_000, beforeClosed: 10_100_000)
        $0.hog = hog
      })
    #expect(
      cause.spans == [
        CauseSpan(lane: "device", name: "period", endNanoseconds: 1_333_000),
        CauseSpan(lane: "audio thread", name: "period before", endNanoseconds: 100_000),
        CauseSpan(
          lane: "audio thread", name: "not running", startNanoseconds: 100_000,
          endNanoseconds: 4_100_000),
        CauseSpan(
          lane: "audio thread", name: "work", startNanoseconds: 4_100_000,
          endNanoseconds: 4_390_000),
        CauseSpan(
          lane: "audio thread", name: "closing", startNanoseconds: 4_390_000,
          endNanoseconds: 4_400_000),
        CauseSpan(lane: "hog", name: "FIFO 90", endNanoseconds: 4_100_000),
      ])
    #expect(cause.periodNanoseconds == 1_333_000)
  }

  @Test func theTimeLineHasAnEnd() {
    let cause = CauseDiagnosis.cause(
      of: evidence {
        $0.record = period(worked: 2_000_000)
        $0.nodes = (0..<100).map { CauseSpan(lane: "alsa", name: "n\($0)", endNanoseconds: 1) }
      })
    #expect(cause.spans.count == 24)
  }

  @Test(arguments: [
    (450_400, "450 µs"), (999_400, "999 µs"), (999_900, "1.0 ms"), (3_140_000, "3.1 ms"),
    (9_990_000, "10 ms"), (52_400_000, "52 ms"), (1_250_000_000, "1.2 s"), (0, "0 µs"),
  ])
  func durationsAreSaidInWords(nanoseconds: Int64, words: String) {
    #expect(PlainDuration(nanoseconds).description == words)
  }
}
