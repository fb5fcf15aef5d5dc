/// What was found in a node's output.
public struct OutputFault: BitwiseCopyable, Sendable, Equatable {
  /// What a sample was.
  public enum Kind: UInt32, BitwiseCopyable, Sendable {
    case notANumber = 1
    case infinite
    /// Louder than the guard's limit.
    case runaway
  }

  /// What the first bad sample of the output was.
  public let kind: Kind
  /// The first output that had one, counted from 0.
  public let output: Int

  @_noLocks
  init(kind: Kind, output: Int) {
    self.kind = kind
    self.output = output
  }

  /// A sample that is louder than any limit, at an output.
  @_noLocks
  init(of sample: Float, output: Int) {
    if sample != sample {
      kind = .notANumber
    } else if sample.magnitude == .infinity {
      kind = .infinite
    } else {
      kind = .runaway
    }
    self.output = output
  }

  /// As a cell keeps it; never 0.
  var bits: UInt64 {
    @_noLocks
    get {
      let number: UInt64
      switch kind {
      case .notANumber: number = 1
      case .infinite: number = 2
      case .runaway: number = 3
      }
      return number | UInt64(truncatingIfNeeded: output) << 2
    }
  }
}
