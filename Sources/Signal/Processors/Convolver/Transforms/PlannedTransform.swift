import CRealtime

/// A transform as the cycle calls it; whoever made its plan keeps that alive.
@safe
struct PlannedTransform: BitwiseCopyable {
  let transform: rt_transform
  let context: UnsafeMutableRawPointer

  @_noLocks
  init(_ transform: @escaping rt_transform, context: UnsafeMutableRawPointer) {
    unsafe self.transform = transform
    unsafe self.context = context
  }

  @_noLocks
  func callAsFunction(
    _ input: UnsafeMutablePointer<Float>, to output: UnsafeMutablePointer<Float>
  ) {
    unsafe rt_call_transform(transform, context, input, output)
  }
}
