import Testing

@testable import Signal

@Suite("PeakMeter") struct PeakMeterTests {
  @Test func keepsTheHighestUntilItIsTaken() {
    let meter = PeakMeter(channels: 2)
    #expect(meter.take() == [0, 0])
    meter.handle.measure([0.1, -0.5], channel: 0, frames: 2)
    meter.handle.measure([0.2, 0.3], channel: 0, frames: 2)
    meter.handle.measure([-2], channel: 1, frames: 1)
    #expect(meter.take() == [0.5, 2])
    #expect(meter.take() == [0, 0])
  }

  @Test func showsWhatIsNotANumberAsInfinity() {
    let meter = PeakMeter(channels: 1)
    meter.handle.measure([0.1, .nan, 0.2], channel: 0, frames: 3)
    meter.handle.measure([0.3], channel: 0, frames: 1)
    #expect(meter.take() == [.infinity])
  }

  @Test func leavesOutChannelsItDoesNotHave() {
    let meter = PeakMeter(channels: 1)
    meter.handle.measure([1], channel: 1, frames: 1)
    meter.handle.measure([1], channel: -1, frames: 1)
    #expect(meter.take() == [0])
    #expect(PeakMeter(channels: 0).take() == [])
  }

  @Test func measuresAllChannelsOfAPeriod() {
    let meter = PeakMeter(channels: 2)
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 2)
    defer { buffer.deallocate() }
    buffer.initialize(to: -0.75)
    (buffer + 1).initialize(to: 0.5)
    let captured: [UnsafePointer<Float>?] = [nil, UnsafePointer(buffer), UnsafePointer(buffer)]
    meter.handle.measure(captured, count: 3, frames: 2)
    #expect(meter.take() == [0, 0.75])
    let played: [UnsafeMutablePointer<Float>?] = [buffer + 1]
    meter.handle.measure(played, count: 1, frames: 1)
    #expect(meter.take() == [0.5, 0])
  }
}
