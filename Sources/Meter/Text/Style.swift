/// What a piece of text means; the terminal decides how that looks.
public enum Style: Int, Sendable, CaseIterable {
  /// Ordinary text.
  case plain
  /// Captions and scales.
  case dim
  /// Tracks of bars and lanes, rules between parts.
  case faint
  /// A name that stands out.
  case strong
  /// A section's title.
  case title
  /// All is well.
  case good
  /// The better half of what is good: the range beyond a bar.
  case soft
  /// Worth a look.
  case caution
  /// Something is wrong.
  case alarm
  /// A key that can be pressed.
  case key
  /// The page that is shown.
  case tab
  /// A name on a filled lane.
  case label
  /// A name on a lane that is filled too far.
  case lateLabel
}
