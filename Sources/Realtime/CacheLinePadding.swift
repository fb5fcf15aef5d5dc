/// Keeps what stands before it and what stands behind it on different cache lines.
///
/// Two lines long, since processors fetch lines in pairs.
public struct CacheLinePadding: BitwiseCopyable, Sendable {
  /// The length of the padding.
  public static var byteCount: Int { @_noLocks get { 128 } }

  private let words: InlineArray<16, UInt> = .init(repeating: 0)

  /// Creates padding.
  ///
  /// Thread: any.
  @_noLocks
  public init() {}
}
