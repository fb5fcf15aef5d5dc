// Control side.

/// Buffers whose sound nobody needs any more.
struct FreeBuffers {
  private struct Entry {
    let buffer: Int
    /// All who wrote or read its sound, in their order.
    let users: [Int]
  }

  /// For each step the buffers that it was the last to use.
  private var entries: [[Entry]]
  /// The steps that were the last to use any, as bits.
  private var steps: [UInt64]
  /// Buffers that nobody ever uses.
  private var unused: [Int] = []
  /// How many buffers there are altogether; buffer 0 is silence.
  private(set) var count = 1

  init(stepCount: Int) {
    entries = Array(repeating: [], count: stepCount)
    steps = Array(repeating: 0, count: stepCount / 64 + 1)
  }

  /// A buffer that was never used.
  mutating func makeNew() -> Int {
    defer { count += 1 }
    return count
  }

  /// One that a step may write to whatever the schedule, the one used last of those; else a new
  /// one.
  mutating func take(for step: Int, _ ancestry: Ancestry) -> Int {
    var found: (last: Int, entry: Int)?
    ancestry.latest(of: steps, before: step) { last in
      let entry = entries[last].lastIndex {
        ancestry.areAlways($0.users.dropLast(), before: step)
      }
      found = entry.map { (last, $0) }
      return entry != nil
    }
    guard let found else { return unused.popLast() ?? makeNew() }
    defer {
      if entries[found.last].isEmpty { steps[found.last / 64] &= ~(1 << (found.last % 64)) }
    }
    return entries[found.last].remove(at: found.entry).buffer
  }

  /// Gives back a buffer that nobody but `users` wrote or read since it was taken.
  mutating func put(_ buffer: Int, usedBy users: [Int]) {
    guard let last = users.last else { return unused.append(buffer) }
    entries[last].append(Entry(buffer: buffer, users: users))
    steps[last / 64] |= 1 << (last % 64)
  }
}
