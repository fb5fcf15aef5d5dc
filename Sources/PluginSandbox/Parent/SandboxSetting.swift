internal import Plugins

/// How sandboxes are started and what becomes of those that fail.
public struct SandboxSetting: Sendable {
  /// Creates the usual setting.
  public init() {}

  /// The program that serves plugins.
  public var program = ChildProcess.ownProgram
  /// What has it do so.
  public var arguments = ["plugin-host"]
  /// Variables it gets beside those of this process.
  public var environment: [String: String] = [:]
  /// The share of a period that a child may take for it, unless its node has another.
  public var periodShare = 0.5
  /// How long a child may take for a block before it is ended, and started again.
  public var hangSeconds = 1.0
  /// How long it may take to make an instance, or for anything else beside its blocks.
  public var answerSeconds = 30.0
  /// How long a child that failed is left alone; twice as long each time, up to `longestPauseSeconds`.
  public var firstPauseSeconds = 0.1
  /// The longest pause.
  public var longestPauseSeconds = 5.0
  /// So many faults within `faultWindowSeconds` bring a plugin into quarantine.
  public var faultLimit = 5
  /// How long a fault counts.
  public var faultWindowSeconds = 60.0
  /// The plugins that are not started any more.
  public var quarantine = Quarantine.standard
}
