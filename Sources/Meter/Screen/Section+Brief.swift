extension Section {
  /// All there is to say in one line: the title and the entries in a few words each.
  ///
  /// What does not fit is counted at the end.
  func briefLine(width: Int, glyphs: GlyphSet) -> StyledLine {
    var line = columns.first?.heading.line(alignment: .left, glyphs: glyphs) ?? StyledLine()
    var shown = 0
    for (number, entry) in brief.enumerated() {
      var longer = line
      longer.append(number == 0 ? "  " : " \(glyphs.separator) ", .dim)
      longer.append(entry)
      let note = note(hidden: brief.count - number - 1 + leftOut, glyphs: glyphs)
      guard longer.cells + note.cells <= width else { break }
      line = longer
      shown += 1
    }
    line.append(note(hidden: brief.count - shown + leftOut, glyphs: glyphs))
    return line.fitted(to: width, glyphs: glyphs)
  }
}
