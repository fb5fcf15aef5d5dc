import Graph
import PluginSandbox
import Testing

@testable import Graph
@testable import Host

@Suite("Trouble with nodes") struct TroubleWatchTests {
  private let watch = TroubleWatch()
  private let node: RunningNode

  init() throws {
    let session = try SessionScratch().load(
      """
      nodes:
        - {name: amp, builtin: gain}
      chain: [amp, playback]
      """)
    let factory = NodeFactory(
      loader: SessionLoader(catalogues: []), sandboxes: SandboxPool(), rate: 48_000,
      maximumFrames: 64)
    node = try factory.make(session.nodes[0])
  }

  private func trouble(
    misses: UInt64 = 0, isAbsent: Bool = false, fault: OutputFault? = nil, faults: UInt64 = 0,
    isMuted: Bool = false, isExcluded: Bool = false, seconds: Int64 = 1
  ) -> String? {
    let statistics = StepStatistics(
      name: "amp", performed: 1, totalNanoseconds: 1, maximumNanoseconds: 1, misses: misses,
      isAbsent: isAbsent,
      outputs: OutputStatistics(
        faults: faults, latestFault: fault, isMuted: isMuted, arithmeticChanges: 0,
        denormalBlocks: 0))
    return watch.trouble(
      of: node, statistics, isExcluded: isExcluded, at: seconds * 1_000_000_000)
  }

  @Test func thereIsNothingToSayOfANodeThatIsWell() { #expect(trouble() == nil) }

  @Test(arguments: [
    (OutputFault.Kind.notANumber, "NaN"), (.infinite, "an infinite sample"),
    (.runaway, "a runaway level"),
  ])
  func aMutedNodeIsToldWithWhatItGaveUntilItIsHeard(kind: OutputFault.Kind, words: String) {
    let fault = OutputFault(kind: kind, output: 1)
    #expect(
      trouble(fault: fault, faults: 1, isMuted: true) == "muted: \(words) in its output 2")
    #expect(
      trouble(fault: fault, faults: 4, isMuted: true)
        == "muted: \(words) in its output 2, 4 times")
    #expect(trouble(fault: fault, faults: 4) == nil)
  }

  @Test func aNodeThatWasLateIsToldForAWhile() {
    #expect(trouble(misses: 1, seconds: 1) == "late: a period closed without it")
    #expect(trouble(misses: 3, seconds: 3) == "late: 3 periods closed without it")
    #expect(trouble(misses: 3, seconds: 6) == "late: 3 periods closed without it")
    #expect(trouble(misses: 3, seconds: 7) == nil)
    #expect(trouble(misses: 5, seconds: 20) == "late: 2 periods closed without it")
  }

  @Test func anotherNodeOfTheNameBeginsAnew() {
    #expect(trouble(misses: 9, seconds: 1) == "late: 9 periods closed without it")
    #expect(trouble(misses: 2, seconds: 2) == "late: 2 periods closed without it")
  }

  @Test func theWorstIsToldFirst() {
    let fault = OutputFault(kind: .notANumber, output: 0)
    let muted = trouble(misses: 1, fault: fault, faults: 1, isMuted: true)
    #expect(muted == "muted: NaN in its output 1")
    let absent = trouble(misses: 1, isAbsent: true, fault: fault, faults: 1, isMuted: true)
    #expect(absent == "late: its input is played until it comes back")
    let excluded = trouble(misses: 1, isAbsent: true, isExcluded: true)
    #expect(excluded == "bypassed: its output stayed bad")
  }
}
