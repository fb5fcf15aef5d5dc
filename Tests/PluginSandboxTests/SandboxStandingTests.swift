import Testing

@testable import PluginSandbox

@Suite("Standing of sandboxed nodes") struct SandboxStandingTests {
  private func seconds(_ seconds: Int64) -> Int64 { seconds * 1_000_000_000 }

  @Test func thereIsNothingToSayOfOneThatPlays() {
    var standing = SandboxStanding()
    #expect(standing.trouble(at: seconds(1)) == nil)
    standing.play(at: seconds(1))
    #expect(standing.trouble(at: seconds(1)) == nil)
  }

  @Test func aCrashIsToldUntilItsChildIsBackAndAWhileLonger() {
    var standing = SandboxStanding()
    standing.stop("crashed with SIGSEGV")
    let down = "crashed with SIGSEGV; its sandbox restarts"
    #expect(standing.trouble(at: seconds(1)) == down)
    #expect(standing.trouble(at: seconds(100)) == down)
    standing.play(at: seconds(100))
    standing.beLate(1, at: seconds(101))
    #expect(standing.trouble(at: seconds(102)) == "crashed with SIGSEGV; its sandbox is back")
    #expect(standing.trouble(at: seconds(103)) == "late in its sandbox: a period without it")
    #expect(standing.trouble(at: seconds(104)) == nil)
  }

  @Test func latePeriodsAddUpAsLongAsTheyAreTold() {
    var standing = SandboxStanding()
    standing.beLate(1, at: seconds(1))
    #expect(standing.trouble(at: seconds(2)) == "late in its sandbox: a period without it")
    standing.beLate(3, at: seconds(3))
    #expect(standing.trouble(at: seconds(5)) == "late in its sandbox: 4 periods without it")
    #expect(standing.trouble(at: seconds(6)) == nil)
    standing.beLate(2, at: seconds(9))
    #expect(standing.trouble(at: seconds(9)) == "late in its sandbox: 2 periods without it")
  }

  @Test func quarantineIsTheLastWord() {
    var standing = SandboxStanding()
    standing.beLate(1, at: seconds(1))
    standing.stop("crashed with SIGABRT")
    standing.quarantine("crashed with SIGABRT")
    #expect(
      standing.trouble(at: seconds(500))
        == "in quarantine since it crashed with SIGABRT")
  }
}
