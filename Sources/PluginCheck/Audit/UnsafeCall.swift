/// A call that has no place in a period, as the RealtimeSanitizer saw it.
public struct UnsafeCall: Sendable, Codable, Equatable {
  /// What makes it unsafe.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Memory is taken or given back.
    case allocation
    /// Another thread may hold what is waited for.
    case lock
    /// The kernel is called.
    case systemCall
  }

  /// What makes it unsafe.
  public var kind: Kind {
    if Self.allocations.contains(function) { return .allocation }
    return function.hasPrefix("pthread_") || function.contains("SpinLock") ? .lock : .systemCall
  }

  /// The function that was called, such as `malloc`.
  public let function: String
  /// The stage in which it was called first.
  public let stage: String
  /// Who called it, the innermost first: a function, or a place in a library.
  public let stack: [String]
  /// Whether no plugin is among those who called, but only this host.
  public let isHosts: Bool

  private static let allocations: Set<String> = [
    "malloc", "calloc", "realloc", "reallocf", "free", "valloc", "aligned_alloc",
    "posix_memalign", "memalign", "pvalloc", "mmap", "munmap", "mremap", "cfree", "free_sized",
    "free_aligned_sized",
  ]
}
