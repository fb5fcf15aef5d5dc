// Control side.
public import CRealtime

/// A built-in processor: what the cycle needs of it, and who owns it.
///
/// While it lives, `process` and `context` may be called from the cycle, one thread at a time.
public protocol Processor: AnyObject, Sendable {
  /// Runs it for one block. Thread: cycle.
  var process: rt_process { get }

  /// What `process` is called with; valid as long as the processor.
  var context: UnsafeMutableRawPointer { get }

  /// The names of its input ports, in the order of a block's inputs.
  var inputs: [String] { get }

  /// The names of its output ports, in the order of a block's outputs.
  var outputs: [String] { get }

  /// What can be set.
  var parameters: [ProcessorParameter] { get }

  /// How many frames its output comes after its input. Thread: any; it may change while it runs.
  var latencyFrames: Int { get }

  /// Whether an output may be the same memory as the input of the same place.
  var canRunInPlace: Bool { get }

  /// Sets a parameter, within its range; false when there is none of that name or the value is
  /// not a number.
  ///
  /// Thread: any.
  func setParameter(_ symbol: String, to value: Float) -> Bool

  /// How the cycle sets parameters, by their places in `parameters`, to what `posted` gives for a
  /// value; nil when there are none. Valid as long as the processor.
  ///
  /// The setter may be called by any thread; what it sets counts from the next block on.
  var setter: rt_setter? { get }

  /// What the setter takes for a value, brought into the parameter's range.
  ///
  /// Thread: any of the control side.
  func posted(_ value: Float, at place: Int) -> Float

  /// Forgets all sound and begins anew, with the parameters as they are.
  ///
  /// Thread: control, while no cycle can call `process`.
  func restart()
}

extension Processor {
  /// None, unless a processor says otherwise.
  public var latencyFrames: Int { 0 }
  /// No, unless a processor says otherwise.
  public var canRunInPlace: Bool { false }
  /// None, unless a processor has parameters.
  public var setter: rt_setter? { nil }
  /// The value in its range, unless a processor says otherwise.
  public func posted(_ value: Float, at place: Int) -> Float {
    parameters[place].clamped(value) ?? parameters[place].default
  }
  /// Nothing, unless a processor remembers what it heard.
  public func restart() {}
}

/// How long gains take to reach a new value.
enum Smoothing {
  /// 20 milliseconds at a rate.
  static func frames(rate: Int) -> Int { max(1, rate / 50) }
}

extension Processor {
  /// What is posted for a level in decibels: its gain.
  func postedGain(_ value: Float, at place: Int) -> Float {
    Decibels.gain(parameters[place].clamped(value) ?? parameters[place].default)
  }

  /// Finds a parameter and brings the value into its range; nil when one of both cannot be.
  func parameter(_ symbol: String, clamping value: Float) -> (index: Int, value: Float)? {
    guard let index = parameters.firstIndex(where: { $0.symbol == symbol }),
      let value = parameters[index].clamped(value)
    else { return nil }
    return (index, value)
  }
}
