/// A column of a table.
struct Column: Sendable {
  /// What stands above it.
  let heading: Field
  let alignment: Alignment
  /// Cells it needs at least.
  let minimum: Int
  /// Cells it takes at most.
  let maximum: Int
  /// Columns of low importance go first when there is no room.
  let importance: Int

  /// A column of numbers, which keeps its width whatever they are.
  static func number(_ title: String, width: Int, importance: Int) -> Column {
    Column(
      heading: .text(title, .dim), alignment: .right, minimum: width, maximum: width,
      importance: importance)
  }

  /// A column of names, as wide as the longest of them within limits.
  static func name(
    _ heading: Field, minimum: Int, maximum: Int, importance: Int, fields: [Field]
  ) -> Column {
    let natural = fields.map(\.naturalWidth).max() ?? 0
    return Column(
      heading: heading, alignment: .left, minimum: minimum,
      maximum: min(max(natural, heading.naturalWidth, minimum), maximum), importance: importance)
  }

  /// A column that takes all the room there is.
  static func filling(_ heading: Field, minimum: Int, importance: Int) -> Column {
    Column(
      heading: heading, alignment: .left, minimum: minimum, maximum: .max, importance: importance)
  }
}

extension [Column] {
  /// The columns that fit into `width` cells, by index, and how wide each is.
  func widths(in width: Int, gap: Int) -> [(index: Int, width: Int)] {
    var rest = width + gap
    var chosen: Set<Int> = []
    for index in indices.sorted(by: { self[$0].importance > self[$1].importance }) {
      let needed = self[index].minimum + gap
      guard needed <= rest else { break }
      rest -= needed
      chosen.insert(index)
    }
    var result = indices.filter(chosen.contains).map { (index: $0, width: self[$0].minimum) }
    for place in result.indices.sorted(by: { maximum(result[$0]) < maximum(result[$1]) }) {
      let extra = Swift.min(rest, maximum(result[place]) - result[place].width)
      result[place].width += extra
      rest -= extra
    }
    return result
  }

  private func maximum(_ place: (index: Int, width: Int)) -> Int { self[place.index].maximum }
}
