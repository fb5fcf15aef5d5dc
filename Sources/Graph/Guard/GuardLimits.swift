/// An `OutputGuard` as the cycle needs it.
struct GuardLimits: BitwiseCopyable {
  /// 0 for a node that is trusted.
  let limit: Float
  let holdFrames: Int32
  let riseFrames: Int32

  var areSet: Bool { @_noLocks @inline(__always) get { limit > 0 } }

  /// How a muted node is heard, by its frames since the last bad sample.
  var curve: MendingCurve {
    @_noLocks get { MendingCurve(settleFrames: Int(holdFrames), riseFrames: Int(riseFrames)) }
  }
}
