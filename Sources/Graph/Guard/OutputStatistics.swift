// Control side.
import Synchronization

/// What a node's outputs were found to be since it was made, where they are guarded.
public struct OutputStatistics: Sendable, Equatable {
  /// How often it was muted for bad samples.
  public let faults: UInt64
  /// What was found the last time; nil for nothing yet.
  public let latestFault: OutputFault?
  /// Whether it is muted now, or fading in.
  public let isMuted: Bool
  /// Blocks after which it left the thread's rounding or its treatment of denormals changed; both
  /// were put right at once.
  public let arithmeticChanges: UInt64
  /// Blocks with denormals, of those that were looked at for them: one in 64, or more.
  public let denormalBlocks: UInt64
}

extension OutputStatistics {
  init(_ cell: UnsafeMutablePointer<NodeCell>) {
    unsafe faults = cell.pointee.faults.load(ordering: .relaxed)
    unsafe latestFault = OutputFault(bits: cell.pointee.latestFault.load(ordering: .relaxed))
    unsafe isMuted = cell.pointee.mending.load(ordering: .relaxed) == Mending.muted
    unsafe arithmeticChanges = cell.pointee.arithmeticChanges.load(ordering: .relaxed)
    unsafe denormalBlocks = cell.pointee.denormalBlocks.load(ordering: .relaxed)
  }
}

extension OutputFault {
  fileprivate init?(bits: UInt64) {
    guard let kind = Kind(rawValue: UInt32(bits & 3)) else { return nil }
    self.init(kind: kind, output: Int(bits >> 2))
  }
}
