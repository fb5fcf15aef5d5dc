import CPluginCheck
import CRealtime
import Plugins

/// An instance with memory of its own for its ports, which sees where the plugin writes.
final class CheckedInstance {
  /// Takes an instance that was made for blocks of at most `maximumFrames`.
  init(_ instance: any PluginInstance, maximumFrames: Int, isWatched: Bool = false) {
    self.instance = instance
    self.maximumFrames = maximumFrames
    self.isWatched = isWatched
    inputs = instance.descriptor.inputs.map { _ in FencedSamples(count: maximumFrames) }
    outputs = instance.descriptor.outputs.map { _ in FencedSamples(count: maximumFrames) }
  }

  let instance: any PluginInstance
  let maximumFrames: Int
  let inputs: [FencedSamples]
  let outputs: [FencedSamples]
  /// What the blocks so far cost.
  private(set) var costs: [check_cost] = []
  /// The lengths of these blocks.
  private var lengths: [Int] = []
  /// The place and the kind of the first write to where it has no business.
  private(set) var overrun: String?

  var descriptor: PluginDescriptor { instance.descriptor }

  /// Has the instance begin anew, for blocks of so many frames.
  func settle(blockFrames: Int = CheckTimes.frames) {
    instance.expect(blockFrames: blockFrames)
    instance.settle(blockFrames: blockFrames)
  }

  /// Plays a block of `source` in every input, and watches what it writes.
  func run(_ source: inout CheckSource, frames: Int, events: MIDIMessages? = nil) {
    for (place, input) in inputs.enumerated() {
      input.seal(from: frames)
      for frame in 0..<frames { input.samples[frame] = source.sample(frame, input: place) }
    }
    source.advance(frames)
    outputs.forEach { $0.seal(from: frames) }
    process(frames: frames, events: events)
    frameTime += frames
    lengths.append(frames)
    guard overrun == nil else { return }
    overrun =
      written(outputs, descriptor.outputs, "the end of output", after: frames)
      ?? written(inputs, descriptor.inputs, "the end of input", after: frames)
  }

  /// Forgets what blocks cost so far.
  func forgetCosts() { (costs, lengths) = ([], []) }

  /// What all blocks cost, but for the first ones, in which memory is touched for the first time.
  var counts: AuditCounts {
    zip(costs, lengths).dropFirst(16).reduce(into: AuditCounts()) { $0.add($1.0, frames: $1.1) }
  }

  private let isWatched: Bool
  private var frameTime = 0

  private func process(frames: Int, events: MIDIMessages?) {
    let sources = inputs.map { $0.samples.baseAddress.map { UnsafePointer($0) } }
    let targets = outputs.map { $0.samples.baseAddress }
    sources.withUnsafeBufferPointer { sources in
      targets.withUnsafeBufferPointer { targets in
        let call = { (events: UnsafePointer<rt_events>?) in
          var block = rt_block(
            inputs: sources.baseAddress, outputs: targets.baseAddress,
            input_count: UInt32(sources.count), output_count: UInt32(targets.count),
            frames: UInt32(frames), frame_time: UInt64(self.frameTime), events: events)
          self.costs.append(
            check_run(self.instance.process, self.instance.context, &block, self.isWatched))
        }
        if let events { events.withEvents(at: frameTime, call) } else { call(nil) }
      }
    }
  }

  private func written(
    _ samples: [FencedSamples], _ ports: [PluginPort], _ place: String, after frames: Int
  ) -> String? {
    zip(samples, ports).first { samples, _ in !samples.isSealed(from: frames) }
      .map { "writes past \(place) '\($1.symbol)'" }
  }
}
