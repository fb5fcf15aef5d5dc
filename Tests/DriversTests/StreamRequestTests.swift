import Drivers
import Testing

@Suite("StreamRequest") struct StreamRequestTests {
  private func refusal(_ request: StreamRequest) -> String? {
    do throws(DriverError) {
      try request.validate(for: "hw:0")
      return nil
    } catch {
      return error.message
    }
  }

  @Test func whatIsNotAskedIsPossible() { #expect(refusal(StreamRequest()) == nil) }

  @Test func namesEverythingThatIsImpossibleAtOnce() {
    #expect(
      refusal(StreamRequest(rate: 999, periodFrames: 0, periods: 65))
        == "hw:0: rate 999 is impossible; choose 1000 to 1536000; "
        + "period 0 is impossible; choose 1 to 65536; "
        + "number of periods 65 is impossible; choose 2 to 64")
    #expect(
      refusal(StreamRequest(rate: 48_000, periods: 1))
        == "hw:0: number of periods 1 is impossible; choose 2 to 64")
  }

  @Test(arguments: [(1_000, 1, 2), (1_536_000, 65_536, 64)])
  func takesTheLimits(rate: Int, periodFrames: Int, periods: Int) {
    let request = StreamRequest(rate: rate, periodFrames: periodFrames, periods: periods)
    #expect(refusal(request) == nil)
  }
}
