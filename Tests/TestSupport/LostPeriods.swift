/// Tries with periods of these lengths, one after the other, until an attempt loses none; returns
/// what the last one lost.
///
/// A machine that stands still costs periods, and what is heard then tells nothing; longer periods
/// bear more. An attempt returns what was told of those it lost.
public func untilNoPeriodIsLost(
  frames: [Int], isolation: isolated (any Actor)? = #isolation,
  _ attempt: (Int) async throws -> [String]
) async rethrows -> [String] {
  var losses: [String] = []
  for frames in frames {
    losses = try await attempt(frames)
    if losses.isEmpty { break }
  }
  return losses
}
