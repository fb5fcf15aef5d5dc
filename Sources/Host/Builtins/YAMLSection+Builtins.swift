extension YAMLSection {
  /// How many channels a built-in node has: `channels`, 2 when it is not written.
  mutating func channels(in range: ClosedRange<Int> = 1...64) -> Int {
    integer("channels", in: range) ?? 2
  }
}
