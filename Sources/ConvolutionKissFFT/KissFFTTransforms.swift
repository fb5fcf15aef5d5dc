internal import CKissFFT
internal import CRealtime
public import Signal

/// The transforms of KissFFT, single precision.
public struct KissFFTTransforms: TransformLibrary {
  /// Creates the library.
  public init() {}

  /// "KissFFT".
  public var name: String { "KissFFT" }

  /// Makes a configuration.
  ///
  /// The corresponding C function is `kiss_fft_alloc`.
  public func plan(_ shape: TransformShape) throws(TransformError) -> any TransformPlan {
    guard let plan = KissFFTPlan(shape) else {
      throw TransformError("KissFFT has no transform of \(shape.length) values")
    }
    return plan
  }
}

/// One configuration of KissFFT.
final class KissFFTPlan: TransformPlan, @unchecked Sendable {
  // Unchecked: all is written before `init` returns, but for the room that `transform` uses.

  private let plan: UnsafeMutablePointer<tactus_kiss_plan>

  init?(_ shape: TransformShape) {
    let length = Int32(shape.length)
    // Other lengths allocate while they run.
    guard shape.length > 0, shape.length & (shape.length - 1) == 0,
      let configuration = kiss_fft_alloc(length, shape.isInverse ? 1 : 0, nil, nil)
    else { return nil }
    let column = UnsafeMutablePointer<kiss_fft_cpx>.allocate(capacity: shape.length)
    column.initialize(repeating: kiss_fft_cpx(r: 0, i: 0), count: shape.length)
    plan = .allocate(capacity: 1)
    plan.initialize(
      to: tactus_kiss_plan(
        configuration: configuration, length: length, columns: Int32(shape.columns),
        input_stride: Int32(shape.inputStride), output_stride: Int32(shape.outputStride),
        column: column))
  }

  deinit {
    tactus_kiss_free(plan.pointee.configuration)
    plan.pointee.column.deallocate()
    plan.deallocate()
  }

  var transform: rt_transform { { tactus_kiss_run($0, $1, $2) } }

  var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(plan) }
}
