import Drivers
import SoundFiles

/// A sound file as the source of an offline driver, with as many channels as the session captures.
///
/// Channels the file does not have are silent; those it has too many are left out.
final class FileSource: SampleSource {
  let reader: SoundFileReader
  let channelCount: Int
  private let spare: UnsafeMutablePointer<Float>
  private var planes: [UnsafeMutablePointer<Float>] = []
  private static let chunkFrames = 8192

  init(path: String, channels: Int) throws(SoundFileError) {
    reader = try SoundFileReader(path: path)
    channelCount = channels
    spare = .allocate(capacity: Self.chunkFrames)
  }

  deinit { spare.deallocate() }

  func read(
    into channels: UnsafePointer<UnsafeMutablePointer<Float>?>, frames: Int
  ) throws(DriverError) -> Int {
    var done = 0
    while done < frames {
      let count = min(frames - done, Self.chunkFrames)
      let got = try readChunk(into: channels, offset: done, frames: count)
      done += got
      if got < count { break }
    }
    return done
  }

  private func readChunk(
    into channels: UnsafePointer<UnsafeMutablePointer<Float>?>, offset: Int, frames: Int
  ) throws(DriverError) -> Int {
    planes.removeAll(keepingCapacity: true)
    for channel in 0..<reader.channelCount {
      let plane = channel < channelCount ? channels[channel].map { $0 + offset } : nil
      planes.append(plane ?? spare)
    }
    for channel in reader.channelCount..<max(reader.channelCount, channelCount) {
      channels[channel]?.advanced(by: offset).update(repeating: 0, count: frames)
    }
    do throws(SoundFileError) {
      return try reader.read(into: planes, frames: frames)
    } catch {
      throw DriverError(.failed, error.description)
    }
  }
}

/// A sound file as the sink of an offline driver; also has the session's nodes do
/// what they do beside the cycle, between the periods.
final class FileSink: SampleSink {
  let channelCount: Int
  private let writer: SoundFileWriter
  private let work: () -> [BackgroundWork]
  /// What went wrong without ending the render, one line each.
  private(set) var notes: [String] = []

  /// Creates the file; `work` is asked for what there is to do after each period.
  init(
    path: String, rate: Int, channels: Int, work: @escaping () -> [BackgroundWork]
  ) throws(SoundFileError) {
    writer = try SoundFileWriter(path: path, rate: rate, channelCount: channels)
    channelCount = channels
    self.work = work
  }

  func write(
    _ channels: UnsafePointer<UnsafePointer<Float>?>, frames: Int
  ) throws(DriverError) {
    do throws(SoundFileError) {
      try writer.write(channels, frames: frames)
      for work in work() { while try work.perform({ notes.append($0) }) {} }
    } catch {
      throw DriverError(.failed, error.description)
    }
  }

  /// Closes all files; throws what the disk said.
  func close() throws(SoundFileError) {
    try writer.close()
    for work in work() { _ = try work.finish { notes.append($0) } }
  }
}
