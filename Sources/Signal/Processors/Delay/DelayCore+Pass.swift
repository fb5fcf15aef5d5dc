import CRealtime

extension DelayCore {
  /// Takes one channel's frames in and gives out those that are due.
  @_noLocks
  borrowing func pass(
    _ block: UnsafePointer<rt_block>, channel: Int, from first: Int, frames: Int, mix: LinearRamp
  ) {
    guard let input = unsafe block.input(channel), let output = unsafe block.output(channel)
    else { return }
    let ring = unsafe rings + channel * ringFrames
    let mask = ringFrames - 1
    for frame in 0..<frames {
      unsafe ring[(place &+ frame) & mask] = input[first + frame]
    }
    let isFading = faded < fadeFrames
    for frame in 0..<frames {
      let now = place &+ frame
      var late = unsafe ring[(now &- delay) & mask]
      if isFading {
        let share = Float(faded + frame + 1) / Float(fadeFrames)
        late = unsafe ring[(now &- formerDelay) & mask] * (1 - share) + late * share
      }
      let wet = mix.gain(at: frame)
      unsafe output[first + frame] = Self.mixed(ring[now & mask], late, wet)
    }
  }

  @_noLocks
  private static func mixed(_ dry: Float, _ late: Float, _ wet: Float) -> Float {
    if wet == 1 { return late }
    if wet == 0 { return dry }
    return dry * (1 - wet) + late * wet
  }
}
