/// Bytes of a terminal as keys and movements of the mouse.
///
/// Understands the sequences of xterm and those like it: `ESC [ A`, `ESC O A`, `ESC [ 5 ~`, and the
/// mouse as `ESC [ < button ; column ; row M` (mode 1006). What it does not know is left out whole.
struct InputDecoder {
  private var pending: [UInt8] = []

  /// Whether a sequence has begun and not ended.
  var isPending: Bool { !pending.isEmpty }

  /// Takes bytes; gives what they end.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [MeterInput] {
    var inputs: [MeterInput] = []
    for byte in bytes {
      pending.append(byte)
      guard isWhole else { continue }
      if let input = decoded() { inputs.append(input) }
      pending = []
    }
    return inputs
  }

  /// Nothing more comes: an escape alone was the key of that name.
  mutating func settle() -> MeterInput? {
    defer { pending = [] }
    return pending == [Self.escape] ? .escape : nil
  }

  private static let escape: UInt8 = 0x1B
  /// Longer than any sequence that is understood.
  private static let limit = 32

  /// Whether what is pending is a key, or a sequence with its last byte.
  private var isWhole: Bool {
    guard pending[0] == Self.escape else { return true }
    guard pending.count > 1 else { return false }
    switch pending[1] {
    case UInt8(ascii: "O"): return pending.count == 3
    case UInt8(ascii: "["):
      guard let last = pending.dropFirst(2).last else { return false }
      return 0x40...0x7E ~= last || pending.count >= Self.limit
    default: return true
    }
  }

  private func decoded() -> MeterInput? {
    guard pending[0] == Self.escape else { return Self.key(pending[0]) }
    guard pending.count > 2, let final = pending.last else { return nil }
    let parameters = String(decoding: pending[2..<(pending.count - 1)], as: UTF8.self)
    if parameters.hasPrefix("<") {
      return Self.mouse(parameters.dropFirst(), isDown: final == UInt8(ascii: "M"))
    }
    return Self.sequence(parameters, final: Character(Unicode.Scalar(final)))
  }

  private static func key(_ byte: UInt8) -> MeterInput? {
    switch byte {
    case 0x0D, 0x0A: .enter
    case 0x09: .tab
    case ..<0x80: .character(Character(Unicode.Scalar(byte)))
    default: nil
    }
  }

  private static func sequence(_ parameters: String, final: Character) -> MeterInput? {
    let isShifted = parameters.hasSuffix(";2")
    return switch (final, parameters) {
    case ("A", _): .up
    case ("B", _): .down
    case ("C", _): isShifted ? .farRight : .right
    case ("D", _): isShifted ? .farLeft : .left
    case ("Z", _): .backTab
    case ("H", _), ("~", "1"), ("~", "7"): .home
    case ("F", _), ("~", "4"), ("~", "8"): .end
    case ("~", "5"): .pageUp
    case ("~", "6"): .pageDown
    default: nil
    }
  }

  /// `button;column;row`, the cells counted from 1.
  private static func mouse(_ parameters: Substring, isDown: Bool) -> MeterInput? {
    let numbers = parameters.split(separator: ";").map { Int($0) }
    guard isDown, numbers.count == 3, let button = numbers[0], let column = numbers[1],
      let row = numbers[2], row > 0, column > 0
    else { return nil }
    switch button {
    case 0: return .press(row: row - 1, column: column - 1)
    case 64: return .wheel(-1)
    case 65: return .wheel(1)
    default: return nil
    }
  }
}
