// Control side.

/// Numbers in order of their times, the first on top; of the same time, the smaller number.
struct TimeHeap {
  /// A number and its time.
  struct Entry {
    let dueNanoseconds: Int64
    let number: UInt64

    func isBefore(_ other: Entry) -> Bool {
      (dueNanoseconds, number) < (other.dueNanoseconds, other.number)
    }
  }

  private var entries: [Entry] = []

  var count: Int { entries.count }
  var first: Entry? { entries.first }

  mutating func insert(_ dueNanoseconds: Int64, _ number: UInt64) {
    entries.append(Entry(dueNanoseconds: dueNanoseconds, number: number))
    var place = entries.count - 1
    while place > 0, entries[place].isBefore(entries[(place - 1) / 2]) {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func removeFirst() {
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    var place = 0
    while let earlier = earlierChild(of: place) {
      entries.swapAt(place, earlier)
      place = earlier
    }
  }

  private func earlierChild(of place: Int) -> Int? {
    var earliest = place
    for child in [2 * place + 1, 2 * place + 2] where child < entries.count {
      if entries[child].isBefore(entries[earliest]) { earliest = child }
    }
    return earliest == place ? nil : earliest
  }

  /// Drops the numbers that `isKept` does not want.
  mutating func keepOnly(_ isKept: (UInt64) -> Bool) {
    // Sorted, they are a heap.
    entries = entries.filter { isKept($0.number) }.sorted { $0.isBefore($1) }
  }
}
