// Control side.

/// The groups of threads that joined a class together, by their task index.
struct TaskClassGroups {
  private struct Group {
    var className: String
    var members: Int
  }

  private var groups: [UInt32: Group] = [:]
  private var lastIndex: UInt32 = 0

  /// Adds a member to a group of the class; index 0 makes a new group.
  ///
  /// nil when the index is not that of a group of the class. A group ends with its last member, and
  /// its index comes again only after all others.
  mutating func join(_ index: UInt32, className: String) -> UInt32? {
    guard index != 0 else { return make(className: className) }
    guard groups[index]?.className == className else { return nil }
    groups[index]?.members += 1
    return index
  }

  /// Takes a member out of a group.
  mutating func leave(_ index: UInt32) {
    groups[index]?.members -= 1
    if groups[index]?.members == 0 { groups[index] = nil }
  }

  private mutating func make(className: String) -> UInt32 {
    repeat { lastIndex = lastIndex == .max ? 1 : lastIndex + 1 } while groups[lastIndex] != nil
    groups[lastIndex] = Group(className: className, members: 1)
    return lastIndex
  }
}
