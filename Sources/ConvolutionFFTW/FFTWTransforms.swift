// Empty where the package's trait `FFTW` is left out.
#if FFTW
internal import CFFTW
internal import CRealtime
public import Signal
internal import Synchronization

/// The transforms of FFTW, single precision.
///
/// FFTW is under the GPL, and so is a program that is linked with it.
public struct FFTWTransforms: TransformLibrary {
  /// Creates the library.
  public init() {}

  /// "FFTW".
  public var name: String { "FFTW" }

  /// Plans by estimate: quick, and the same plan each time.
  ///
  /// The corresponding C function is `fftwf_plan_many_dft`.
  public func plan(_ shape: TransformShape) throws(TransformError) -> any TransformPlan {
    guard let plan = FFTWPlan(shape) else {
      throw TransformError("FFTW has no transform of \(shape.length) values")
    }
    return plan
  }
}

/// One plan of FFTW.
final class FFTWPlan: TransformPlan, @unchecked Sendable {
  // Unchecked: the plan is written before `init` returns.

  /// The planner knows one thread at a time, also when it destroys.
  private static let planner = Mutex(())

  private let plan: fftwf_plan

  init?(_ shape: TransformShape) {
    let (inputs, outputs) = (shape.inputFloats, shape.outputFloats)
    let input = UnsafeMutableRawPointer.allocate(byteCount: 4 * inputs, alignment: 64)
    let output = UnsafeMutableRawPointer.allocate(byteCount: 4 * outputs, alignment: 64)
    defer {
      input.deallocate()
      output.deallocate()
    }
    nonisolated(unsafe) var plan: fftwf_plan?
    Self.planner.withLock { _ in
      plan = tactus_fftw_plan(
        Int32(shape.length), Int32(shape.columns),
        input.bindMemory(to: Float.self, capacity: inputs), Int32(shape.inputStride),
        output.bindMemory(to: Float.self, capacity: outputs), Int32(shape.outputStride),
        shape.isInverse ? FFTW_BACKWARD : FFTW_FORWARD)
    }
    guard let plan else { return nil }
    self.plan = plan
  }

  deinit { Self.planner.withLock { _ in fftwf_destroy_plan(plan) } }

  var transform: rt_transform { { tactus_fftw_run($0, $1, $2) } }

  var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(plan) }
}
#endif
