// Control side.

/// Lets channels pass later, up to ten seconds.
///
/// Parameters `milliseconds` and `frames`, which add up to the time, and `mix`, the share of what
/// is late from 0 to 1. A new time is cross-faded to within 20 ms, and one that is set meanwhile
/// waits for the end of that; a new mix is reached in 20 ms. At rest, a mix of 1 is a pure copy of
/// what came in so many frames ago, and a mix of 0 of what comes in.
@safe
public final class DelayProcessor: PostedProcessor, @unchecked Sendable {
  /// The longest time there is.
  public static let longestMilliseconds = 10_000

  /// The ports and parameters of a delay of up to so many milliseconds, 10,000 at most.
  public static func shape(channels: Int, maximumMilliseconds: Int) -> ProcessorShape {
    let longest = Float(min(max(1, maximumMilliseconds), longestMilliseconds))
    return ProcessorShape(
      channels: channels,
      parameters: [
        ProcessorParameter(
          symbol: "milliseconds", name: "Time", minimum: 0, maximum: longest, default: 0,
          unit: "ms"),
        // As many as the time can have at the highest rate: the sum is cut where the memory ends.
        ProcessorParameter(
          symbol: "frames", name: "Time in frames", minimum: 0, maximum: longest * 384, default: 0,
          unit: "frames"),
        ProcessorParameter(
          symbol: "mix", name: "Mix", minimum: 0, maximum: 1, default: 1, unit: ""),
      ])
  }

  /// Creates a delay of no time with memory for `maximumMilliseconds`.
  public init(channels: Int, maximumMilliseconds: Int, rate: Int) {
    let shape = Self.shape(channels: channels, maximumMilliseconds: maximumMilliseconds)
    unsafe super.init(shape, process: { unsafe DelayCore.run($0, $1) }) { values in
      DelayCore(values: values, parameters: shape.parameters, channels: channels, rate: rate)
    }
  }
}
