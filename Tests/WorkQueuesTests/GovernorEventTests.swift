import Testing

@testable import WorkQueues

@Suite("GovernorEvent") struct GovernorEventTests {
  private let worker = GovernedThreadName(
    thread: "audio 2", queue: "audio", taskClass: "Pro Audio")
  private let member = GovernedThreadName(thread: "1234", queue: nil, taskClass: "Games")

  @Test func saysHowOftenAClassWasLowered() {
    let event = GovernorEvent.lowered(
      taskClass: "Pro Audio", percent: 80, times: 37, seconds: 1, greediest: worker)
    #expect(
      event.description == "class Pro Audio used its 80 % of 10 ms and was lowered 37 times in "
        + "this second (worker audio 2 of queue audio)")
  }

  @Test func saysOnceAndForHowLong() {
    let event = GovernorEvent.lowered(
      taskClass: "Games", percent: 70, times: 1, seconds: 10, greediest: nil)
    #expect(
      event.description
        == "class Games used its 70 % of 10 ms and was lowered once in the last 10 seconds")
  }

  @Test func namesThreads() {
    #expect(
      GovernorEvent.doesNotYield(worker, function: "process (libreverb.so)").description
        == "worker audio 2 of queue audio, class Pro Audio, has not paused for a second, in "
        + "process (libreverb.so)")
    #expect(
      GovernorEvent.doesNotYield(member, function: nil).description
        == "thread 1234, class Games, has not paused for a second")
    #expect(
      GovernorEvent.demoted(member, function: nil).description
        == "thread 1234, class Games, reached RLIMIT_RTTIME and was lowered")
    #expect(
      GovernorEvent.raisedAgain(member).description
        == "thread 1234, class Games, has rested and has its priority again")
    #expect(
      GovernorEvent.refused(member, error: 1).description
        == "thread 1234, class Games, cannot have its real-time priority again: error 1")
  }

  @Test func saysWhatItCannotDo() {
    let spared = GovernorEvent.spared(taskClass: "Audio", percent: 80, times: 2, seconds: 1)
    #expect(spared.description.contains("2 times in this second, but its priority"))
    let outranked = GovernorEvent.outranked(own: "FIFO 50", highest: 50)
    #expect(outranked.description.contains("RLIMIT_RTPRIO"))
    #expect(GovernorEvent.unwatched(3).description.hasPrefix("3 real-time threads"))
  }
}
