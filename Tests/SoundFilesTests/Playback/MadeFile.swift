import Foundation
import Synchronization

@testable import SoundFiles

/// A file that is not there: its samples are made up, and its disk does what the test wants.
final class MadeFile: FrameReader {
  let path = "made.wav"
  let rate: Int
  let channelCount: Int
  let frames: Int
  /// Frames that cannot be read.
  var broken: Range<Int>?
  /// Where the file really ends.
  var realEnd = Int.max
  private(set) var framesRead = 0
  private(set) var seeks = 0
  private let sample: (Int, Int) -> Float
  private var position = 0

  init(
    frames: Int, channels: Int = 1, rate: Int = 48_000,
    sample: @escaping (_ frame: Int, _ channel: Int) -> Float
  ) {
    self.frames = frames
    channelCount = channels
    self.rate = rate
    self.sample = sample
  }

  func readInterleaved(
    into target: UnsafeMutablePointer<Float>, frames: Int
  ) throws(SoundFileError) -> Int {
    let end = min(position + frames, self.frames, realEnd)
    if let broken, broken.overlaps(position..<max(position, end)) {
      throw SoundFileError(path: path, reason: "Input/output error")
    }
    let count = max(0, end - position)
    for frame in 0..<count {
      for channel in 0..<channelCount {
        target[frame * channelCount + channel] = sample(position + frame, channel)
      }
    }
    position += count
    framesRead += count
    return count
  }

  func seek(toFrame frame: Int) throws(SoundFileError) {
    position = frame
    seeks += 1
  }
}

/// Everything a stream has, or `limit` frames, read in blocks of the sizes given again and again.
func readAll(_ stream: SoundFileStream, limit: Int = .max, sizes: [Int]) -> [[Float]] {
  let largest = sizes.max() ?? 1
  let block = UnsafeMutablePointer<Float>.allocate(capacity: largest * stream.channelCount)
  defer { block.deallocate() }
  var result = [[Float]](repeating: [], count: stream.channelCount)
  var turn = 0
  while result[0].count < limit {
    let asked = min(sizes[turn % sizes.count], limit - result[0].count)
    turn += 1
    let got = stream.read(into: block, frames: asked)
    for channel in result.indices {
      result[channel] += (0..<got).map { block[$0 * stream.channelCount + channel] }
    }
    if got < asked { break }
  }
  return result
}
