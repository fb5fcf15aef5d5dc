import Drivers
import Testing

@Suite("Period buffers") struct PeriodBuffersTests {
  @Test func fadesInToWhatTheyAre() {
    let buffers = PeriodBuffers.allocate(channelCount: 2, capacity: 64)
    defer { buffers.deallocate() }
    for channel in 0..<2 {
      buffers.channels[channel]?.update(repeating: Float(channel + 1), count: 64)
    }
    buffers.fadeIn()
    for channel in 0..<2 {
      let samples = (0..<64).compactMap { buffers.channels[channel]?[$0] }
      #expect(samples == (1...64).map { Float(channel + 1) * Float($0) / 64 })
    }
  }

  @Test func clearsOnlyTheFramesItIsToldTo() {
    let buffers = PeriodBuffers.allocate(channelCount: 1, capacity: 4)
    defer { buffers.deallocate() }
    buffers.channels[0]?.update(repeating: 1, count: 4)
    buffers.clear(from: 1, to: 3)
    #expect((0..<4).compactMap { buffers.channels[0]?[$0] } == [1, 0, 0, 1])
    buffers.clear()
    #expect((0..<4).compactMap { buffers.channels[0]?[$0] } == [0, 0, 0, 0])
  }
}
