/// Tries with periods of these lengths at 48 kHz, one after the other, until an attempt loses none; returns
/// what the last one lost.
///
/// A machine that stands still costs periods, and what is heard then tells nothing; longer periods
/// bear more. Where it stood still for too long even for the last, the test is cancelled. An attempt
/// returns what was told of the periods it lost.
public func untilNoPeriodIsLost(
  frames lengths: [Int], isolation: isolated (any Actor)? = #isolation,
  _ attempt: (Int) async throws -> [String]
) async throws -> [String] {
  var losses: [String] = []
  for (index, frames) in lengths.enumerated() {
    let watch = StallWatch()
    defer { watch.end() }
    losses = try await attempt(frames)
    if losses.isEmpty { break }
    if index == lengths.count - 1 { try watch.cancelTest(frames: frames, rate: 48_000) }
  }
  return losses
}
