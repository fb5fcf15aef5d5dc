/// The gain of a limiter with one look-ahead.
///
/// A frame's gain is the mean, over the look-ahead, of the lowest gains needed within it: it has
/// come down in a straight line when the loud frame is played, and is never above what that frame
/// needs. The mean is of whole numbers, so that a running sum stays exact.
@safe
struct LimiterLane: BitwiseCopyable {
  /// The number that stands for a gain of 1.
  static var one: Double { @_noLocks get { 0x1p36 } }

  private(set) var lookaheadFrames: Int
  /// Frames it has seen.
  private(set) var age: Int
  let minimum: SlidingMinimum
  let rows: UnsafeMutablePointer<Int64>
  private let mask: Int
  private var sum: Int64
  private var envelope: Double
  private var window: SlidingMinimum.Window

  /// A lane that has seen nothing; `rows` has as many numbers as `minimum` has places.
  @_noLocks
  init(_ minimum: SlidingMinimum, rows: UnsafeMutablePointer<Int64>) {
    self.minimum = minimum
    unsafe self.rows = unsafe rows
    mask = minimum.mask
    lookaheadFrames = 0
    age = 0
    sum = 0
    envelope = 1
    window = SlidingMinimum.Window()
  }

  /// Forgets everything, and begins with another look-ahead.
  @_noLocks
  mutating func begin(lookaheadFrames: Int) {
    self.lookaheadFrames = lookaheadFrames
    age = 0
    sum = 0
    envelope = 1
    window = SlidingMinimum.Window()
  }

  /// Whether its gains count: it knows every frame of a look-ahead.
  var isReady: Bool { @_noLocks get { age > lookaheadFrames } }

  /// The gain for the frame a look-ahead ago, from the gain the newest one needs.
  @_noLocks
  mutating func next(needed: Double, release: Double) -> Float {
    let lowest = minimum.next(needed, at: age, within: lookaheadFrames, &window)
    let rise = (lowest - envelope) * release
    // The end of the way is exact, so that a gain comes back to 1.
    envelope = lowest - envelope < 1e-7 ? lowest : envelope + rise
    let row = Int64(envelope * Self.one)
    let length = lookaheadFrames + 1
    if age >= length { unsafe sum -= rows[(age - length) & mask] }
    unsafe rows[age & mask] = row
    sum += row
    age += 1
    let count = age < length ? age : length
    return Float(Double(sum) / (Double(count) * Self.one))
  }
}
