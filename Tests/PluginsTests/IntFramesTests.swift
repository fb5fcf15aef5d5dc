import Testing

@testable import Plugins

@Suite("Int from frames") struct IntFramesTests {
  @Test(
    arguments: [
      (0, 0), (1, 1), (63.6, 64), (-5, 0), (.nan, 0), (.infinity, 0), (3e38, 0), (1e6, 1_000_000),
    ] as [(Float, Int)])
  func takesOnlyWhatIsALength(value: Float, frames: Int) {
    #expect(Int(frames: value) == frames)
  }
}
