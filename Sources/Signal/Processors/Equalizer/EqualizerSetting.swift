/// The parameters of one band as they were posted.
struct EqualizerSetting: BitwiseCopyable {
  let isOn: Bool
  let shape: Int
  let frequency: Float
  let decibels: Float
  let q: Float

  @_noLocks
  init(_ values: PostedValues, first: Int) {
    isOn = values.choice(first) == 1
    shape = values.choice(first + 1)
    frequency = values.value(first + 2)
    decibels = values.value(first + 3)
    q = values.value(first + 4)
  }

  @_noLocks
  static func != (left: EqualizerSetting, right: EqualizerSetting) -> Bool {
    left.isOn != right.isOn || left.shape != right.shape || left.frequency != right.frequency
      || left.decibels != right.decibels || left.q != right.q
  }

  /// The filter they make; a frequency comes no nearer to half the rate than a fiftieth of it.
  @_noLocks
  func filter(rate: Double) -> BandFilter {
    let turns = Double(frequency) / rate
    let filter = BandFilter(
      shape: shape, frequency: turns < 0.49 ? turns : 0.49, decibels: Double(decibels),
      q: Double(q))
    return isOn ? filter : filter.neutralized()
  }
}
