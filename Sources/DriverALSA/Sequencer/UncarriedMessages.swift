// Control side.

/// What a sequencer's sources send that cannot be carried, each kind of it told once per source.
///
/// Thread: one at a time.
struct UncarriedMessages {
  private var counts: [String: Int] = [:]

  /// Counts a message; gives the line to tell when it is its source's first.
  mutating func count(from source: String) -> String? {
    counts[source, default: 0] += 1
    guard counts[source] == 1 else { return nil }
    return "MIDI from \(source): messages of more than three bytes (system exclusive) are left out"
  }

  /// A line for each source that sent several.
  var totals: [String] {
    counts.filter { $0.value > 1 }.sorted { $0.key < $1.key }.map { source, count in
      "MIDI from \(source): \(count) messages of more than three bytes were left out"
    }
  }
}
