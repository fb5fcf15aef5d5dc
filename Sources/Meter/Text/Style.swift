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

/// The characters a terminal can show.
public enum GlyphSet: Sendable, CaseIterable {
  /// Only ASCII.
  case ascii
  /// What the Linux console's font has: half and full blocks.
  case console
  /// All of Unicode.
  case full
}

/// What a terminal can show.
public struct MeterCapabilities: Sendable, Equatable {
  /// Whether it has colours.
  public var hasColour: Bool
  /// The characters it has.
  public var glyphs: GlyphSet

  /// Creates a set of capabilities.
  public init(hasColour: Bool = true, glyphs: GlyphSet = .full) {
    self.hasColour = hasColour
    self.glyphs = glyphs
  }
}
