/// One band of an equalizer: its filter, on the way from one to another.
struct EqualizerBand: BitwiseCopyable {
  private var start: BandFilter
  private var target: BandFilter
  private var length = 0
  private var done = 0

  /// A band at rest.
  @_noLocks
  init(_ filter: BandFilter) {
    start = filter
    target = filter
  }

  /// Sets out for another filter, from wherever it is.
  @_noLocks
  mutating func go(to filter: BandFilter, frames: Int) {
    start = done < length ? start.moved(Double(done) / Double(length), towards: target) : target
    target = filter
    length = frames
    done = 0
  }

  /// Lets some frames pass.
  @_noLocks
  mutating func advance(_ frames: Int) {
    done = frames < length - done ? done + frames : length
  }

  /// Filters some frames of one channel in place.
  ///
  /// A neutral band at rest does nothing and remembers nothing.
  @_noLocks
  func filter(
    _ samples: UnsafeMutablePointer<Double>, _ state: UnsafeMutablePointer<BandState>, frames: Int
  ) {
    let left = length - done - 1
    let sloped = left < 0 ? 0 : left < frames ? left : frames
    var memory = unsafe state.pointee
    for frame in 0..<sloped {
      let share = Double(done + frame + 1) / Double(length)
      let filter = start.moved(share, towards: target)
      unsafe samples[frame] = memory.next(samples[frame], filter)
    }
    if sloped < frames {
      if target.isNeutral {
        memory = BandState()
      } else {
        unsafe rest(samples + sloped, &memory, frames: frames - sloped)
      }
    }
    unsafe state.pointee = memory
  }

  @_noLocks
  private func rest(
    _ samples: UnsafeMutablePointer<Double>, _ memory: inout BandState, frames: Int
  ) {
    let g = target.g
    let a1 = 1 / (1 + g * (g + target.k))
    let (a2, a3) = (g * a1, g * g * a1)
    for frame in 0..<frames {
      unsafe samples[frame] = memory.next(samples[frame], target, a1, a2, a3)
    }
  }
}
