import CChildProcess

extension ChildProcess {
  /// What a child may use.
  public struct Limits: Sendable, Equatable {
    /// Creates limits; what is nil is not limited.
    public init(
      addressSpaceBytes: Int? = nil, cpuSeconds: Int? = nil, wallSeconds: Double? = nil,
      outputBytes: Int = 65_536
    ) {
      self.addressSpaceBytes = addressSpaceBytes
      self.cpuSeconds = cpuSeconds
      self.wallSeconds = wallSeconds
      self.outputBytes = outputBytes
    }

    /// Bytes of address space; to allocate more than that fails.
    public var addressSpaceBytes: Int?
    /// Seconds on the processors; then it ends with SIGXCPU.
    public var cpuSeconds: Int?
    /// Seconds since its start, but for those in which it waited for a processor; then it has
    /// timed out.
    public var wallSeconds: Double?
    /// How much is kept of what it prints, for standard output and standard error each.
    public var outputBytes: Int
  }

  /// How a child ended.
  public enum End: Sendable, Equatable, CustomStringConvertible {
    /// By itself, with this code.
    case exited(code: Int32)
    /// By a signal.
    case signal(number: Int32, name: String)
    /// Because its time was over.
    case timedOut

    /// Such as `ended with code 1`, the rest of a sentence.
    public var description: String {
      switch self {
      case .exited(let code): "ended with code \(code)"
      case .signal(_, let name): "crashed with \(name)"
      case .timedOut: "did not end in time"
      }
    }

    /// The end that a status of `wait` tells of.
    init(status: Int32) {
      let number = status & 0x7f
      self =
        number == 0
        ? .exited(code: status >> 8 & 0xff)
        : .signal(number: number, name: Self.name(ofSignal: number))
    }

    private static func name(ofSignal number: Int32) -> String {
      child_signal_name(number).map { "SIG" + String(cString: $0) } ?? "signal \(number)"
    }
  }

  /// What became of a child.
  public struct Outcome: Sendable, Equatable {
    /// How it ended.
    public var end: End
    /// The beginning of what it printed.
    public var output: String
    /// The beginning of what it printed to standard error.
    public var errors: String
  }
}
