/// What a piece of text means; the terminal decides how that looks.
public enum Style: Sendable, CaseIterable {
  /// Ordinary text.
  case plain
  /// Captions, scales, tracks of bars.
  case dim
  /// A name that stands out.
  case strong
  /// A section's title.
  case title
  /// All is well.
  case good
  /// Worth a look.
  case caution
  /// Something is wrong.
  case alarm
  /// A key that can be pressed.
  case key
}
