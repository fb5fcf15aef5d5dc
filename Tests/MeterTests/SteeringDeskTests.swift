import Synchronization
import Testing

@testable import Meter

@Suite("Steering desk") struct SteeringDeskTests {
  /// A host that answers only when it is let.
  private final class SlowHost: MeterSteering {
    let isLet = Atomic<Bool>(false)

    func perform(_ request: MeterRequest) throws(MeterRefusal) -> String {
      while !isLet.load(ordering: .acquiring) {}
      guard request != .toggleFade else { throw MeterRefusal("no fade") }
      return "done"
    }

    func snapshots() throws(MeterRefusal) -> [String] { ["clean"] }
  }

  @Test func repliesComeInOrderAndNobodyWaits() async {
    let host = SlowHost()
    let desk = SteeringDesk(host)
    desk.ask(.toggleMute)
    desk.ask(.toggleFade)
    desk.askForSnapshots()
    #expect(desk.takeReplies().isEmpty)
    host.isLet.store(true, ordering: .releasing)
    var replies: [SteeringDesk.Reply] = []
    while replies.count < 3 {
      replies += desk.takeReplies()
      await Task.yield()
    }
    #expect(replies == [.done("done"), .refused("no fade"), .snapshots(["clean"])])
  }

  @Test func hostThatDoesNotAnswerIsNotAskedForEver() {
    let host = SlowHost()
    let desk = SteeringDesk(host)
    for _ in 0..<9 { desk.ask(.toggleMute) }
    #expect(desk.takeReplies() == [.refused("the host still has to answer")])
    host.isLet.store(true, ordering: .releasing)
  }

  @Test func withoutAHostNothingIsAsked() {
    let desk = SteeringDesk(nil)
    desk.ask(.toggleMute)
    #expect(desk.takeReplies() == [.refused("there is no host to ask")])
  }
}
