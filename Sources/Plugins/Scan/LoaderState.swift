import Glibc

/// What the dynamic loader finds libraries by.
enum LoaderState {
  /// Changes whenever packages with libraries are installed or removed.
  static var fingerprint: String {
    var fingerprint = FileFingerprint()
    fingerprint.add("/etc/ld.so.cache")
    return fingerprint.text + (getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? "")
  }
}
