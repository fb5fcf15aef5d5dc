/// A moment on a track that begins now.
struct MomentMark: Sendable, Equatable {
  /// 1 is the end of the track; beyond it there is no mark.
  let position: Double

  func line(width: Int, glyphs: GlyphSet) -> StyledLine {
    let (mark, track) = glyphs.moment
    let isOnTrack = position < 1
    guard isOnTrack, width > 0 else {
      return StyledLine(String(repeating: track, count: max(0, width)), .faint)
    }
    let cell = min(width - 1, Int(max(0, position) * Double(width)))
    var line = StyledLine()
    line.append(repeating: track, count: cell, .good)
    line.append(mark, .title)
    line.append(repeating: track, count: width - cell - 1, .faint)
    return line
  }
}
