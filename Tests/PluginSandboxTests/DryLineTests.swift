import Testing

@testable import PluginSandbox

@Suite("DryLine") struct DryLineTests {
  @Test(arguments: [0, 1, 63, 64, 65, 1_000, 65_000])
  func givesWhatCameBefore(latency: Int) {
    var line = DryLine(channels: 2)
    defer { line.deallocate() }
    var time = 0
    // Past the end of its memory, in blocks that do not divide it.
    for _ in 0..<1_500 {
      let block = (0..<97).map { Float(time + $0) }
      line.take(block, 1, frames: 97)
      for frame in [0, 50, 96] {
        let expected = Float(max(0, time + frame - latency))
        guard time + frame >= latency else { continue }
        #expect(line.sample(1, frame, latency: latency) == expected)
        #expect(line.sample(0, frame, latency: latency) == 0)
      }
      line.advance(frames: 97)
      time += 97
    }
  }
}
