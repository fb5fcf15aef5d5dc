// Control side.
import CRTWorkQ

/// UTF-16 texts as C programs have them.
enum Text {
  static func string(_ text: PCWSTR) -> String { String(decodingCString: text, as: UTF16.self) }

  /// Stores a text with its final zero, in no more than `length` units; always the units it needs.
  static func store(
    _ text: String, _ place: PWSTR?, _ length: UnsafeMutablePointer<DWORD>
  ) throws(Failure) {
    let units = Array(text.utf16) + [0]
    let room = Int(length.pointee)
    length.pointee = DWORD(units.count)
    guard let place else { return }
    guard room >= units.count else { throw Failure(Status.bufferTooSmall) }
    place.update(from: units, count: units.count)
  }
}
