import Plugins

// Whether a plugin's latency is what it tells.
extension PluginExamination {
  mutating func examineLatency() throws(PluginError) {
    let instance = try makeSettled()
    guard instance.descriptor.latencyPort != nil else { return }
    teller.begin(.latency)
    let told = instance.instance.latencyFrames
    var silence = CheckSource(.silence)
    play(instance, &silence, blocks: 32, .latency, "from silence")
    guard instance.instance.latencyFrames == told else {
      let now = instance.instance.latencyFrames
      watch.add(
        .latency, .latency, "tells a latency of \(told) frames and then \(now), untouched")
      return
    }
    guard !instance.inputs.isEmpty, let measured = responseDelay(instance, beyond: told) else {
      return
    }
    if abs(measured - told) > 1 {
      watch.add(
        .latency, .latency,
        "tells a latency of \(told) frames, but an impulse takes \(measured)")
    }
  }

  /// After how many frames an impulse comes out, where it comes out as one.
  private mutating func responseDelay(_ instance: CheckedInstance, beyond told: Int) -> Int? {
    var impulse = CheckSource(.impulse)
    var response: [Float] = []
    let blocks = min(4_096, (max(0, told) + 4_096) / CheckTimes.frames)
    for _ in 0..<blocks {
      instance.run(&impulse, frames: CheckTimes.frames)
      if let output = instance.outputs.first { response += output.samples }
    }
    guard let peak = response.indices.max(by: { response[$0].magnitude < response[$1].magnitude })
    else { return nil }
    let energy = response.reduce(0) { $0 + $1 * $1 }
    return response[peak] * response[peak] > energy * 0.6 ? peak : nil
  }
}
