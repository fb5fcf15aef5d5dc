/// What can be asked of a PCM beside the stream's format.
public struct ALSAOptions: Sendable, Equatable {
  /// How samples reach the PCM.
  public enum Access: String, Sendable {
    /// A card's mapped memory when it has it, else by read and write.
    ///
    /// The library's plugins copy either way, and some, such as `null`, leave what was captured
    /// undefined when mapped.
    case automatic
    /// Mapped memory only.
    case mapped
    /// By read and write only.
    case readWrite
  }

  /// Creates options; nil for `sampleFormat` means the first of `SampleFormat` the PCM has.
  public init(sampleFormat: SampleFormat? = nil, access: Access = .automatic) {
    self.sampleFormat = sampleFormat
    self.access = access
  }

  /// The only format to accept.
  public var sampleFormat: SampleFormat?
  /// How samples reach the PCM.
  public var access: Access
}
