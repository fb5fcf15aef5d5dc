// Code used in the cycle.
import CRealtime

extension ControlBinding {
  /// Follows its control to a position at a frame; gives what the control side is to do, if
  /// anything.
  ///
  /// Thread: cycle.
  @_noLocks
  func follow(_ message: Int, at frame: UInt64) -> ControlRequest.Kind? {
    let position = position(message)
    switch kind {
    case .parameter:
      if !isNote || position > 0 { move(to: position, at: frame) }
      return nil
    case .trigger: return .pressed
    case .button:
      let isPressed = isNote ? position > 0 : position >= ControlMessage.middle
      // Each note that begins is a press of its own.
      let isNews = isPressed != memory.pointee.isPressed || (isNote && isPressed)
      memory.pointee.isPressed = isPressed
      guard isNews else { return nil }
      if isPressed { return .pressed }
      return .released
    }
  }

  /// The position of a controller, of whose bits a message may bring a half.
  @_noLocks
  private func position(_ message: Int) -> Int {
    switch part {
    case .whole: return message
    case .upper:
      memory.pointee.upper = message >> 7
      memory.pointee.lower = 0
    case .lower: memory.pointee.lower = message >> 7
    }
    return memory.pointee.upper << 7 | memory.pointee.lower
  }

  @_noLocks
  private func move(to position: Int, at frame: UInt64) {
    guard let inlet, let values, let posted else { return }
    let value = Self.value(at: position, of: values, isDiscrete: isDiscrete)
    guard !isPickup || leads(to: value, from: inlet.pointee.value(at: Int(place))) else { return }
    let change = ControlChange(
      frame: frame, place: place,
      value: Self.value(at: position, of: posted, isDiscrete: isDiscrete))
    inlet.pointee.put(change, value: value)
  }

  /// Whether the parameter, which is at `present`, follows the control to a value: once it came by.
  @_noLocks
  private func leads(to value: Float, from present: Float) -> Bool {
    let memory = memory.pointee
    let isLeading = memory.isLeading && memory.last == present
    let comesBy = memory.hasLast && (memory.last - present) * (value - present) <= 0
    let leads = isLeading || comesBy || value == present
    self.memory.pointee.last = value
    self.memory.pointee.hasLast = true
    self.memory.pointee.isLeading = leads
    return leads
  }

  /// The value at a position; between two of the 128 on a straight line.
  @_noLocks
  static func value(
    at position: Int, of values: UnsafePointer<Float>, isDiscrete: Bool
  ) -> Float {
    let whole = position * 127 / ControlMessage.highest
    let rest = position * 127 % ControlMessage.highest
    if rest == 0 { return values[whole] }
    if isDiscrete { return values[rest * 2 < ControlMessage.highest ? whole : whole + 1] }
    let share = Float(rest) / Float(ControlMessage.highest)
    return values[whole] + (values[whole + 1] - values[whole]) * share
  }
}
