/// A file's frames one after the other, round and round when it loops.
final class FileFrames {
  let window: FileWindow
  let loops: Bool
  /// The next frame; the file's length when all were read.
  private(set) var position: Int

  init(_ window: FileWindow, loops: Bool, from position: Int) {
    self.window = window
    self.loops = loops
    self.position = position
  }

  private var length: Int { window.reader.frames }

  /// Goes on at a frame of the file, which when looping may be behind its end.
  func seek(to frame: Int) { position = loops ? frame % length : min(frame, length) }

  /// Reads interleaved frames.
  ///
  /// - Returns: How many; fewer than asked for only at the end.
  func read(into target: UnsafeMutablePointer<Float>, frames: Int) -> Int {
    var done = 0
    while done < frames {
      if position == length, loops { position = 0 }
      guard position < length else { break }
      let count = window.copy(
        from: position, to: target + done * window.reader.channelCount, frames: frames - done)
      position += count
      done += count
    }
    return done
  }
}
