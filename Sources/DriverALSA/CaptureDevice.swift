// Control side.
import CRealtime
import ClockBridge
import Drivers
import WorkQueues

/// A device that only captures, with a clock and a thread of its own, bridged to the playback clock.
///
/// Not synchronised: its driver calls it with its own lock held.
final class CaptureDevice: @unchecked Sendable {
  let bridge: ClockBridge
  let device: String
  let adjustments: [String]
  let details: [String]
  let channels: ALSAChannels?
  private let counters = DriverCounters()
  private let pair: StreamPair
  private let feed: UnsafeMutablePointer<CaptureFeed>
  private var worker: WaitingWorker?

  /// Opens `request.captureDevice` for a stream that is played as `playback` says.
  ///
  /// It has the rate of its own and the period nearest to playback's; the bridge makes up for the
  /// difference, which therefore is no adjustment.
  /// `counters` are the whole driver's, and must outlive this.
  init(
    _ request: StreamRequest, device: String, playback: StreamFormat, counters: DriverCounters,
    stopDescriptor: Int32
  ) throws(DriverError) {
    pair = try StreamPair.open(
      request.capturing(for: playback), device: device, refusesResampling: true)
    let deviations = Deviation.channels(of: [pair.capture].compactMap { $0 }, for: request)
    guard deviations.isEmpty || !request.isStrict else {
      throw Deviation.refusal(deviations, of: device)
    }
    adjustments = deviations.map { $0.adjustment(of: device) }
    let format = ClockBridgeFormat(capture: pair.format, playback: playback)
    do throws(ClockBridgeError) {
      bridge = try ClockBridge.make(format)
    } catch {
      throw DriverError(.unsupported, "\(device): \(error)")
    }
    self.device = device
    channels = pair.capture?.pcm.channels
    details = pair.details + [Self.detail(device, pair.format, bridge)]
    feed = .allocate(capacity: 1)
    feed.initialize(
      to: CaptureFeed(
        cycle: ALSACycle.make(
          pair, counters: CounterHandle(self.counters, partOf: counters),
          stopDescriptor: stopDescriptor), bridge: bridge))
  }

  deinit {
    stop()
    ALSACycle.destroy(feed.pointee.cycle)
    feed.deallocate()
    bridge.destroy()
  }

  /// It does not start any more, or nothing has come from it for a while.
  var isLost: Bool { counters.isLost || bridge.isCaptureLost }

  /// Starts the thread, as a worker of `queue`.
  func start(on queue: WorkQueue) throws(DriverError) {
    let cycle = feed.pointee.cycle
    try ALSALibrary.check("preparing", device) { CInt(ALSACycle.prepare(cycle)) }
    do throws(WorkQueueError) {
      worker = try queue.startWaitingWorker(
        named: "alsa capture",
        wait: { context, due in
          guard let feed = context?.feed, let due else { return rt_wait_end }
          return ALSACycle.wait(feed.pointee.cycle, due)
        }, context: feed, period: WorkItem({ $0?.feed.pointee.perform() }, context: feed))
    } catch {
      throw DriverError(.failed, "\(device): the capture thread did not start: \(error)")
    }
  }

  /// Ends the thread; called after the stop event.
  func stop() {
    worker?.stop()
    worker = nil
  }

  /// `hw:1 captures 44100 Hz by its own clock: bridged, 17.0 ms`.
  private static func detail(
    _ device: String, _ format: StreamFormat, _ bridge: ClockBridge
  ) -> String {
    let tenths = Double(bridge.latencyFrames) * 10_000 / Double(bridge.format.playbackRate)
    return "\(device) captures \(format.rate) Hz by its own clock: bridged, "
      + "\(tenths.rounded() / 10) ms"
  }
}

extension UnsafeMutableRawPointer {
  fileprivate var feed: UnsafeMutablePointer<CaptureFeed> {
    assumingMemoryBound(to: CaptureFeed.self)
  }
}
