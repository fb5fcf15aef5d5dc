// Control side.
public import CRealtime

/// A library of Fourier transforms, as convolvers need it.
public protocol TransformLibrary: Sendable {
  /// What people call it.
  var name: String { get }

  /// Plans a transform; the same shape always gives the same transform, to the bit.
  ///
  /// Thread: control, any number at a time.
  func plan(_ shape: TransformShape) throws(TransformError) -> any TransformPlan
}

/// A transform that is ready to run, one thread at a time.
public protocol TransformPlan: AnyObject, Sendable {
  /// Transforms from one place to another, both aligned to 64 bytes. Thread: cycle.
  var transform: rt_transform { get }

  /// What `transform` is called with; valid as long as the plan.
  var context: UnsafeMutableRawPointer { get }
}

/// Complex transforms side by side, of interleaved real and imaginary parts.
///
/// Without scaling: there and back multiplies by the length. Value `n` of column `c` lies `n * stride + c`
/// complex values from the beginning.
public struct TransformShape: Sendable, Hashable {
  /// Values of one transform, a power of two.
  public let length: Int
  /// How many transforms there are.
  public let columns: Int
  /// Complex values from one value of a column to the next, in the input.
  public let inputStride: Int
  /// Complex values from one value of a column to the next, in the output.
  public let outputStride: Int
  /// Whether it goes from the spectrum to the signal.
  public let isInverse: Bool

  /// Creates a shape.
  public init(length: Int, columns: Int, inputStride: Int, outputStride: Int, isInverse: Bool) {
    self.length = length
    self.columns = columns
    self.inputStride = inputStride
    self.outputStride = outputStride
    self.isInverse = isInverse
  }

  /// Floats from the first of the input to its last.
  public var inputFloats: Int { 2 * ((length - 1) * inputStride + columns) }

  /// Floats from the first of the output to its last.
  public var outputFloats: Int { 2 * ((length - 1) * outputStride + columns) }

  /// One transform of values that lie next to each other.
  static func row(_ length: Int, isInverse: Bool) -> TransformShape {
    TransformShape(
      length: length, columns: 1, inputStride: 1, outputStride: 1, isInverse: isInverse)
  }
}

/// Why a transform could not be planned.
public struct TransformError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line for people.
  public let description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}
