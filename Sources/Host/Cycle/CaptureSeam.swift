// Code and data used in the cycle.
import CRealtime
import Drivers

/// Joins what one driver captures to what the driver before it did, without a step.
///
/// From the first frame of another driver on, the last sample of each channel falls to zero on a
/// straight line, and what is captured rises on the same line. All else passes as it is.
struct CaptureSeam {
  /// A channel, from one driver to the next.
  private struct Edge {
    /// What the line begins at.
    var start: Float = 0
    /// The sample that was handed on last.
    var last: Float = 0
  }

  /// How many seams a second has room for: each takes 5 ms.
  private static var perSecond: Int64 { @_noLocks get { 200 } }

  private var buffers: PeriodBuffers
  private var edges: UnsafeMutablePointer<Edge>
  /// The number of the driver that captures; 0 before the first.
  private var driver: UInt32 = 0
  /// Frames of the seam, and how many of them have passed.
  private var length = 0
  private var passed = 0

  /// Makes room for periods of up to `maximumFrames`; `deallocate` gives the memory back.
  init(channelCount: Int, maximumFrames: Int) {
    buffers = .allocate(channelCount: channelCount, capacity: maximumFrames)
    edges = .allocate(capacity: max(1, channelCount))
    edges.initialize(repeating: Edge(), count: max(1, channelCount))
  }

  func deallocate() {
    buffers.deallocate()
    edges.deallocate()
  }

  /// Makes room for periods of another length, and for more channels.
  ///
  /// Channels that are gone stay, to fall to zero. Thread: control, while no period is performed.
  mutating func fit(channelCount: Int, maximumFrames: Int) {
    let before = buffers.channelCount
    guard maximumFrames > buffers.capacity || channelCount > before else { return }
    let wider = CaptureSeam(
      channelCount: max(channelCount, before), maximumFrames: max(maximumFrames, buffers.capacity))
    wider.edges.update(from: edges, count: before)
    deallocate()
    (buffers, edges) = (wider.buffers, wider.edges)
  }

  /// Hands on what a period captured; `driver` is the number of the one whose period it is.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func join(_ period: UnsafeMutablePointer<rt_period>, of driver: UInt32, rate: Int64) {
    let frames = Int(period.pointee.frames)
    guard buffers.channelCount > 0, frames > 0, frames <= buffers.capacity else { return }
    if driver != self.driver { begin(driver, rate: rate) }
    if passed < length { fade(period, frames: frames) }
    keepLast(of: period, frames: frames)
  }

  @_noLocks
  private mutating func begin(_ driver: UInt32, rate: Int64) {
    // Nothing was captured before the first.
    length = self.driver == 0 ? 0 : Int(rate / Self.perSecond)
    passed = 0
    self.driver = driver
    for channel in 0..<buffers.channelCount {
      let last = edges[channel].last
      edges[channel].start = last.isFinite ? last : 0
    }
  }

  @_noLocks
  private mutating func fade(_ period: UnsafeMutablePointer<rt_period>, frames: Int) {
    for channel in 0..<buffers.channelCount {
      guard let output = buffers.channels[channel] else { continue }
      let captured = Self.samples(of: period, channel: channel)
      for frame in 0..<frames {
        let share = Float(passed + frame < length ? passed + frame + 1 : length) / Float(length)
        var sample = edges[channel].start * (1 - share)
        if let captured { sample += captured[frame] * share }
        output[frame] = sample
      }
    }
    period.pointee.capture = buffers.capture
    period.pointee.capture_count = UInt32(buffers.channelCount)
    passed += frames
  }

  @_noLocks
  private func keepLast(of period: UnsafeMutablePointer<rt_period>, frames: Int) {
    for channel in 0..<buffers.channelCount {
      let samples = Self.samples(of: period, channel: channel)
      if let samples { edges[channel].last = samples[frames - 1] } else { edges[channel].last = 0 }
    }
  }

  @_noLocks
  private static func samples(
    of period: UnsafeMutablePointer<rt_period>, channel: Int
  ) -> UnsafePointer<Float>? {
    guard channel < Int(period.pointee.capture_count), let capture = period.pointee.capture else {
      return nil
    }
    return capture[channel]
  }
}
