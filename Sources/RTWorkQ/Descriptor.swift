// Control side.
import CRTWorkQ

/// A file descriptor as it stands in a handle: one more, since NULL is no handle.
struct Descriptor {
  let number: Int32

  /// nil for NULL.
  init?(_ handle: HANDLE?) {
    guard let handle else { return nil }
    number = Int32(truncatingIfNeeded: Int(bitPattern: handle) - 1)
  }
}
