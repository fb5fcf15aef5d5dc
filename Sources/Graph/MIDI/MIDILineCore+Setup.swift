// Prepares lines for the cycle; never runs in it.

extension MIDILineCore {
  /// Holds what another line holds too, until the next part.
  ///
  /// Thread: control, while no cycle uses either.
  mutating func take(_ other: MIDILineCore) {
    guard other.heldCount > 0 else { return }
    for word in 0..<Self.wordCount { unsafe notes[word] |= other.notes[word] }
    pedals |= other.pedals
    heldCount = (0..<Self.wordCount).reduce(pedals.nonzeroBitCount) { sum, word in
      unsafe sum + notes[word].nonzeroBitCount
    }
    mustRelease = true
  }
}
