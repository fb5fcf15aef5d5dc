/// How the meter looks, where the user wants it otherwise than the terminal says.
public struct MeterOptions: Sendable, Equatable {
  /// Whether there are colours.
  public var colour = MeterColour.auto
  /// Whether only ASCII is used, also where the terminal has more.
  public var isASCII = false
  /// What `q` does, in a word or two.
  public var leaving = "quit"
  /// What the help says below the keys, such as where the page in the browser is.
  public var hint: String?

  /// Creates what the terminal says.
  public init() {}
}
