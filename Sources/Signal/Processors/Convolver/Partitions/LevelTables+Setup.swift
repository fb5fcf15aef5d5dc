// Prepares levels for the cycle; never runs in it.
import CRealtime

extension LevelTables {
  init(_ size: PartitionSize, memory: AlignedMemory) {
    let quarter = Double.pi / Double(2 * size.frames)
    let twist = Self.byEights(size.frames) { place in
      // By groups, and their rows.
      let (group, rest) = (
        place / (size.rows * size.groupWidth), place % (size.rows * size.groupWidth)
      )
      let (row, column) = (rest / size.groupWidth, rest % size.groupWidth)
      return quarter * Double(row * size.columns + group * size.groupWidth + column)
    }
    let twiddles = Self.byEights(size.frames) { place in
      let (row, column) = (place / size.columns, place % size.columns)
      return -4 * quarter * Double((row * column) % size.frames)
    }
    unsafe self.init(twist: memory.copy(twist), twiddles: memory.copy(twiddles))
  }

  /// The points of the unit circle at these angles.
  private static func byEights(_ count: Int, angle: (Int) -> Double) -> [Float] {
    var factors = [Float](repeating: 0, count: 2 * count)
    for place in 0..<count {
      let (eight, lane) = (place / 8, place % 8)
      factors[16 * eight + lane] = Float(rt_cos(angle(place)))
      factors[16 * eight + 8 + lane] = Float(rt_sin(angle(place)))
    }
    return factors
  }
}
