// Code and data used in the cycle.

/// The parameter, registered or not (RPN, NRPN), that a channel's data entry is about: MIDI 1.0
/// Detailed Specification, "Registered and Non-Registered Parameter Numbers".
struct NumberedParameter: BitwiseCopyable {
  /// Data entry for a parameter, of whose number only one of a kind is chosen at a time.
  struct Entry: BitwiseCopyable {
    var number: Int
    var isRegistered: Bool
    /// Whether it is the lower half of a fine value.
    var isLower: Bool

    @_noLocks
    init(number: Int, isRegistered: Bool, isLower: Bool) {
      self.number = number
      self.isRegistered = isRegistered
      self.isLower = isLower
    }
  }

  private var upper: UInt8 = 127
  private var lower: UInt8 = 127
  private var isRegistered = false

  @_noLocks
  init() {}

  /// Whether a controller chooses a parameter, and has no other use.
  @_noLocks
  static func isChosen(by controller: UInt8) -> Bool { controller >= 98 && controller <= 101 }

  /// Follows a controller; gives the parameter it enters data for, if one is chosen.
  @_noLocks
  mutating func hear(_ controller: UInt8, _ value: UInt8) -> Entry? {
    switch controller {
    case 98...101:
      choose(isRegistered: controller >= 100)
      if controller % 2 == 0 { lower = value } else { upper = value }
      return nil
    case 6, 38:
      // The highest number of all stands for none.
      guard upper & lower < 127 else { return nil }
      return Entry(
        number: Int(upper) << 7 | Int(lower), isRegistered: isRegistered, isLower: controller == 38)
    default: return nil
    }
  }

  /// Half a number of the other kind is none.
  @_noLocks
  private mutating func choose(isRegistered: Bool) {
    guard self.isRegistered != isRegistered else { return }
    self.isRegistered = isRegistered
    upper = 127
    lower = 127
  }
}
