// Control side.

/// What a convolver applies: for some pairs of an input and an output, how the output answers to one
/// sample at the input.
public struct ImpulseResponse: Sendable {
  /// The response of one output to one input.
  public struct Path: Sendable {
    let input: Int
    let output: Int
    /// Which of the responses it is.
    let response: Int
  }

  /// The longest response there may be, in seconds, without what comes before it.
  public static let maximumSeconds = 12

  /// How many inputs and outputs there are.
  public let channels: Int
  /// The longest of the responses, in frames.
  public let frames: Int
  let paths: [Path]
  let responses: [[Float]]

  /// Takes the channels of a sound for `channels` channels.
  ///
  /// A response of one channel is that of every channel, one of as many channels gives each its own.
  /// Four for two channels are those from left to left, left to right, right to left and right to
  /// right. What is silent in the end, below −120 dB of the peak, is left off; `predelayFrames` of
  /// silence come first.
  public init(
    _ samples: [[Float]], channels: Int, predelayFrames: Int = 0, rate: Int
  ) throws(ImpulseResponseError) {
    try Self.check(
      channels: samples.count, frames: samples.map(\.count).max() ?? 0, rate: rate, for: channels)
    guard samples.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw ImpulseResponseError("has samples that are not finite numbers")
    }
    let peak = samples.joined().reduce(0) { max($0, abs($1)) }
    guard peak > 0 else { throw ImpulseResponseError("is silent") }
    let silence = [Float](repeating: 0, count: max(0, predelayFrames))
    responses = samples.map { silence + Self.trimmed($0, below: peak * 1e-6) }
    frames = responses.map(\.count).max() ?? 0
    paths = Self.paths(samples.count, channels: channels)
    self.channels = channels
  }

  /// Throws what is wrong with a sound of so many channels and frames as far as that is known
  /// without its samples.
  public static func check(
    channels count: Int, frames: Int, rate: Int, for channels: Int
  ) throws(ImpulseResponseError) {
    guard count == 1 || count == channels || (count == 4 && channels == 2) else {
      let needed = channels == 1 ? "1 is" : channels == 2 ? "1, 2 or 4 are" : "1 or \(channels) are"
      throw ImpulseResponseError(
        "has \(count) channels; \(needed) needed to convolve \(channels)")
    }
    guard frames > 0 else { throw ImpulseResponseError("holds no samples") }
    guard frames <= maximumSeconds * rate else {
      throw ImpulseResponseError("is longer than \(maximumSeconds) seconds")
    }
  }

  private static func paths(_ responses: Int, channels: Int) -> [Path] {
    // Four for two channels: from left to left, left to right and so on.
    if responses > channels {
      return (0..<4).map { Path(input: $0 / 2, output: $0 % 2, response: $0) }
    }
    return (0..<channels).map {
      Path(input: $0, output: $0, response: responses == 1 ? 0 : $0)
    }
  }

  private static func trimmed(_ samples: [Float], below threshold: Float) -> ArraySlice<Float> {
    let last = samples.lastIndex { abs($0) >= threshold } ?? -1
    return samples[...last]
  }
}

/// Why something cannot be an impulse response; stands after the name of its file.
public struct ImpulseResponseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is the matter with it.
  public let description: String

  init(_ description: String) { self.description = description }
}
