import Drivers
import SoundFiles

/// What was captured during a take; before each period what was done then is done again.
final class ReplaySource: SampleSource {
  /// Frames of the take.
  let length: Int
  let channelCount: Int
  private let capture: FileSource?
  private let steps: ReplaySteps
  private let inputs: ReplayInputs
  private var framesRead = 0

  init(_ take: Take, steps: ReplaySteps, inputs: ReplayInputs) throws(SoundFileError) {
    self.steps = steps
    self.inputs = inputs
    channelCount = take.header.captureChannels
    capture =
      channelCount > 0
      ? try FileSource(path: take.folder.capture, channels: channelCount) : nil
    let sound = channelCount > 0 ? take.folder.capture : take.folder.playback
    length = try SoundFileReader(path: sound).frames
  }

  func read(
    into channels: UnsafePointer<UnsafeMutablePointer<Float>?>, frames: Int
  ) throws(DriverError) -> Int {
    do throws(HostError) {
      try steps.advance(to: UInt64(framesRead))
    } catch {
      throw DriverError(.failed, error.message)
    }
    let count =
      try capture?.read(into: channels, frames: frames) ?? min(frames, length - framesRead)
    inputs.prepare(UInt64(framesRead)..<UInt64(framesRead + count))
    framesRead += count
    return count
  }
}
