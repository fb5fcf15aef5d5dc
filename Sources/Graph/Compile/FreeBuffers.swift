// Control side.

/// Buffers whose sound nobody needs any more, the latest on top.
struct FreeBuffers {
  private struct Entry {
    let buffer: Int
    /// All who wrote or read its sound.
    let users: [Int]
  }

  private var entries: [Entry] = []
  /// How many buffers there are altogether; buffer 0 is silence.
  private(set) var count = 1

  /// A buffer that was never used.
  mutating func makeNew() -> Int {
    defer { count += 1 }
    return count
  }

  /// The latest one that a step may write to whatever the schedule, else a new one.
  mutating func take(for step: Int, _ ancestry: Ancestry) -> Int {
    let found = entries.lastIndex { ancestry.areAlways($0.users, before: step) }
    return found.map { entries.remove(at: $0).buffer } ?? makeNew()
  }

  /// Gives back a buffer that nobody but `users` wrote or read since it was taken.
  mutating func put(_ buffer: Int, usedBy users: [Int]) {
    entries.append(Entry(buffer: buffer, users: users))
  }
}
