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
}

extension Processor {
  /// None, unless a processor says otherwise.
  public var latencyFrames: Int { 0 }
  /// No, unless a processor says otherwise.
  public var canRunInPlace: Bool { false }
}

/// One parameter of a built-in processor.
public struct ProcessorParameter: Sendable, Equatable {
  /// Creates a parameter.
  public init(
    symbol: String, name: String, minimum: Float, maximum: Float, default: Float, unit: String
  ) {
    self.symbol = symbol
    self.name = name
    self.minimum = minimum
    self.maximum = maximum
    self.default = `default`
    self.unit = unit
  }

  /// What sessions call it.
  public let symbol: String
  /// What people call it.
  public let name: String
  /// The lowest value.
  public let minimum: Float
  /// The highest value.
  public let maximum: Float
  /// The value it begins with.
  public let `default`: Float
  /// The unit of its values.
  public let unit: String

  /// A level in decibels; −120 dB is silence.
  static func gain(symbol: String = "gain", name: String = "Gain") -> ProcessorParameter {
    ProcessorParameter(
      symbol: symbol, name: name, minimum: Decibels.silence, maximum: 40, default: 0, unit: "dB")
  }

  /// The value brought into the range; nil when it is not a number.
  func clamped(_ value: Float) -> Float? {
    value.isNaN ? nil : min(max(value, minimum), maximum)
  }
}

/// How long gains take to reach a new value.
enum Smoothing {
  /// 20 milliseconds at a rate.
  static func frames(rate: Int) -> Int { max(1, rate / 50) }
}

extension Processor {
  /// Finds a parameter and brings the value into its range; nil when one of both cannot be.
  func parameter(_ symbol: String, clamping value: Float) -> (index: Int, value: Float)? {
    guard let index = parameters.firstIndex(where: { $0.symbol == symbol }),
      let value = parameters[index].clamped(value)
    else { return nil }
    return (index, value)
  }
}

/// Port names with their numbers, from 1.
func portNames(_ prefix: String, count: Int) -> [String] {
  (0..<count).map { "\(prefix)_\($0 + 1)" }
}
