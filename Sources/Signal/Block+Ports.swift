public import CRealtime

extension UnsafePointer where Pointee == rt_block {
  /// How many frames the block has.
  public var frames: Int { @_noLocks get { Int(unsafe pointee.frames) } }

  /// How many channels can pass from inputs to outputs.
  var passingCount: Int {
    @_noLocks get {
      let (inputs, outputs) = unsafe (pointee.input_count, pointee.output_count)
      return Int(inputs < outputs ? inputs : outputs)
    }
  }

  /// The samples of one input port; nil when the block has no such port.
  ///
  /// Thread: cycle.
  @_noLocks
  public func input(_ index: Int) -> UnsafePointer<Float>? {
    guard index < Int(unsafe pointee.input_count) else { return nil }
    return unsafe pointee.inputs[index]
  }

  /// The samples of one output port; nil when the block has no such port.
  ///
  /// Thread: cycle.
  @_noLocks
  public func output(_ index: Int) -> UnsafeMutablePointer<Float>? {
    guard index < Int(unsafe pointee.output_count) else { return nil }
    return unsafe pointee.outputs[index]
  }
}
