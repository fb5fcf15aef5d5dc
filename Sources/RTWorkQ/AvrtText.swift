// Control side.
import CRTWorkQ

/// A name as programs pass it; nil for NULL.
enum AvrtText {
  static func string(_ text: LPCSTR?) -> String? { text.map { String(cString: $0) } }

  static func string(_ text: LPCWSTR?) -> String? {
    text.map { String(decodingCString: $0, as: UTF16.self) }
  }
}
