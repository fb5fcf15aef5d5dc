import Foundation

/// The ThreadSanitizer, which has not heard of `Synchronization.Mutex` on Linux and takes what that
/// protects for a race.
enum ThreadSanitizer {
  /// Whether it watches this process.
  static let isPresent = dlsym(nil, "__tsan_init") != nil
}
