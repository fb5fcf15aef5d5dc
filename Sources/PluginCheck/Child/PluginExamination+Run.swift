import Plugins

// What a plugin meets while it plays.
extension PluginExamination {
  mutating func examineRun() throws(PluginError) {
    let instance = try makeSettled()
    teller.begin(.run)
    let signals: [(CheckSource.Signal, Int, String)] = [
      (.silence, 20, "from silence"), (.noise, 100, "from noise"),
      (.impulses, 150, "from impulses"), (.silence, 20, "from silence after impulses"),
    ]
    for (signal, blocks, detail) in signals {
      var source = CheckSource(signal)
      play(instance, &source, blocks: blocks, .run, detail)
    }
    finish(instance, .run)
  }

  mutating func examineExtremes() throws(PluginError) {
    for (place, name) in [(Float(0), "minimum"), (1, "maximum")] {
      let instance = try makeSettled()
      let ranges = ranges(of: instance)
      guard !ranges.isEmpty else { return }
      teller.begin(.extremes, name)
      for range in ranges { instance.instance.jump(range.symbol, to: range.value(place)) }
      var noise = CheckSource(.noise), silence = CheckSource(.silence)
      let detail = "with all parameters at their \(name)"
      play(instance, &noise, blocks: 40, .extremes, detail, mayBeLoud: true)
      // A tail may be as loud as what it is the tail of.
      play(instance, &silence, blocks: 80, .extremes, detail, mayBeLoud: true)
      play(instance, &silence, blocks: 20, .extremes, detail)
      finish(instance, .extremes)
    }
  }

  mutating func examineSweep() throws(PluginError) {
    let instance = try makeSettled()
    let start = ContinuousClock.now
    var noise = CheckSource(.noise)
    for range in ranges(of: instance) where start.duration(to: .now) < Self.longestStage {
      teller.begin(.sweep, "of \(range.symbol)")
      let before = instance.instance.value(of: range.symbol) ?? range.minimum
      for value in range.values(9) {
        instance.instance.glide(range.symbol, to: value)
        play(instance, &noise, blocks: 2, .sweep, "at \(range.symbol) \(value)", mayBeLoud: true)
      }
      instance.instance.glide(range.symbol, to: before)
      play(instance, &noise, .sweep, "back from \(range.symbol)", mayBeLoud: true)
    }
    finish(instance, .sweep)
  }

  mutating func examinePeriods() throws(PluginError) {
    teller.begin(.periods)
    let lengths = [64, 1, 16, 63, 1_024, 100, 333, 7, 512, 1_000, 256]
    var noise = CheckSource(.noise)
    let instance = try make()
    guard !instance.descriptor.blockLengths.areFixed else { return try examineFixedPeriods() }
    instance.instance.settle(blockFrames: 64)
    for frames in lengths + lengths.reversed() {
      teller.begin(.periods, "of \(frames) frames")
      play(instance, &noise, frames: frames, .periods, "in a period of \(frames) frames")
    }
    finish(instance, .periods)
  }

  mutating func examineMIDI() throws(PluginError) {
    let instance = try makeSettled()
    guard instance.descriptor.takesMIDI else { return }
    teller.begin(.midi)
    var noise = CheckSource(.noise)
    for turn in 0..<80 {
      let messages = turn % 2 == 0 ? MIDIMessages.mixture(turn, frames: CheckTimes.frames) : nil
      play(instance, &noise, events: messages, .midi, "while it is sent MIDI")
    }
    finish(instance, .midi)
  }

  /// The parameters that have bounds.
  func ranges(of instance: CheckedInstance) -> [ParameterRange] {
    instance.descriptor.parameters.filter { !$0.isLatency }
      .compactMap { ParameterRange($0, rate: CheckTimes.rate) }
  }

  /// What a plugin with hundreds of parameters is given.
  private static var longestStage: Duration { .seconds(3) }

  private mutating func examineFixedPeriods() throws(PluginError) {
    for frames in [16, 64, 256, 1_024] {
      let instance = try make(maximumFrames: frames)
      instance.settle(blockFrames: frames)
      teller.begin(.periods, "of \(frames) frames")
      var noise = CheckSource(.noise)
      play(
        instance, &noise, blocks: 8, frames: frames, .periods, "in a period of \(frames) frames")
      finish(instance, .periods)
    }
  }
}
