internal import Signal
internal import SoundFiles

/// Plays a file of `channels` channels, from `startSeconds` on.
struct FilePlayerBuiltin: Builtin {
  static let name = "file-player"
  let path: String
  let channels: Int
  let loop: Bool
  let startSeconds: Double

  init(path: String, channels: Int, loop: Bool, startSeconds: Double = 0) {
    self.path = path
    self.channels = channels
    self.loop = loop
    self.startSeconds = startSeconds
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    let loop = section.flag("loop") ?? false
    let start = section.number("start", in: 0...1e6, unit: "s") ?? 0
    guard let file = section.requiredText("file") else { return nil }
    let path = reader.resolvedPath(file.text)
    do throws(SoundFileError) {
      let sound = try SoundFileStream(path: path, loops: loop, startSeconds: start)
      self.init(path: path, channels: sound.channelCount, loop: loop, startSeconds: start)
    } catch {
      reader.log.error(file.mark, "cannot play \(error)")
      return nil
    }
  }

  var shape: NodeShape { NodeShape(FilePlayerProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    do throws(SoundFileError) {
      let playback = FilePlayback(
        try SoundFileStream(
          path: path, atRate: setting.rate, loops: loop, startSeconds: startSeconds),
        maximumFrames: setting.maximumFrames,
        firstFrame: (setting.before as? FilePlaybackWork)?.position(atRate: setting.rate) ?? 0)
      return BuiltinParts(
        processor: FilePlayerProcessor(playback.stream, rate: setting.rate),
        work: FilePlaybackWork(label: setting.nodeName, playback))
    } catch {
      throw HostError(.unavailable, "\(setting.nodeName): \(error.description)")
    }
  }
}
