/// Finds what someone probably meant to type.
enum NearestName {
  /// The candidate nearest to `name`, nil when none is near enough to be a slip of the keys.
  static func of(_ name: String, among candidates: [String]) -> String? {
    let limit = max(1, name.count / 3)
    let typed = Array(name.lowercased())
    var best: (name: String, distance: Int)?
    // Among thousands of names a suggestion is not worth the time.
    for candidate in candidates.prefix(256) {
      let letters = Array(candidate.lowercased())
      guard abs(letters.count - typed.count) <= limit else { continue }
      let found = distance(typed, letters)
      if found <= limit, found < best?.distance ?? .max { best = (candidate, found) }
    }
    return best?.name
  }

  /// The end of a message: the nearest name, or else every name there is.
  static func hint(for name: String, among candidates: [String]) -> String {
    if let nearest = of(name, among: candidates) { return ": did you mean `\(nearest)`?" }
    guard !candidates.isEmpty else { return "" }
    let shown = candidates.prefix(12).joined(separator: ", ")
    return ": there is \(shown)\(candidates.count > 12 ? ", …" : "")"
  }

  /// Letters to add, drop, change or swap with their neighbour, from one word to the other.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast = [Int]()
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let same = left[row - 1] == right[column - 1]
        var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
