import Loudness
import Realtime
import Signal
import Telemetry

/// Measures the loudness of what a meter node shows it.
final class LoudnessWork: BackgroundWork, @unchecked Sendable {
  private let loudness: LoudnessMeter
  private let processor: MeterProcessor

  init(label: String, channels: Int, rate: Int, maximumFrames: Int) throws(LoudnessError) {
    let loudness = try LoudnessMeter(rate: rate, channels: channels, maximumFrames: maximumFrames)
    let sink = RingSink(loudness.ring, owner: loudness)
    self.loudness = loudness
    processor = MeterProcessor(
      channels: channels, sink: { RingSink.write($0, $1) }, sinkContext: sink.context, owner: sink)
    super.init(label: label)
  }

  /// The node.
  var node: any Processor { processor }

  override var lostFrames: Int { loudness.lostFrames }

  override func describe(lostFrames: Int) -> String {
    "the loudness lacks \(lostFrames) frames: its queue did not keep up"
  }

  override func fits(maximumFrames: Int) -> Bool {
    loudness.ring.capacityFrames >= 4 * maximumFrames
  }

  override func goOn(from other: BackgroundWork, _ tell: (String) -> Void) {
    guard let other = other as? LoudnessWork else { return }
    processor.measure(onFrom: other.processor)
    // It has its turn to the end: nobody measures with it any more.
    _ = try? other.finish(tell)
    do throws(LoudnessError) {
      try loudness.measure(onFrom: other.loudness)
    } catch {
      tell("\(label): \(error.description)")
    }
  }

  override func step(_ tell: (String) -> Void) -> Bool {
    loudness.measure()
    return false
  }

  override func complete(_ tell: (String) -> Void) { loudness.measure(isLast: true) }

  /// Peak and RMS are the node's own: it sees what has no room in the queue, too.
  override var meter: MeterStatus? {
    var status = MeterStatus(label, loudness.reading)
    status.peak = Double(processor.peaks.max() ?? 0)
    status.truePeak = max(status.peak, status.truePeak)
    status.rms = processor.rms.max() ?? 0
    return status
  }
}
