internal import Signal
internal import SoundFiles

/// Plays a file of `channels` channels.
struct FilePlayerBuiltin: Builtin {
  static let name = "file-player"
  let path: String
  let channels: Int
  let loop: Bool

  init(path: String, channels: Int, loop: Bool) {
    self.path = path
    self.channels = channels
    self.loop = loop
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    let loop = section.flag("loop") ?? false
    guard let file = section.requiredText("file") else { return nil }
    let path = reader.resolvedPath(file.text)
    do throws(SoundFileError) {
      let sound = try SoundFileReader(path: path)
      self.init(path: path, channels: sound.channelCount, loop: loop)
    } catch {
      reader.log.error(file.mark, "cannot play \(error)")
      return nil
    }
  }

  var shape: NodeShape {
    NodeShape(inputs: [], outputs: (1...channels).map { "out_\($0)" })
  }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    do throws(SoundFileError) {
      let table = try SampleTable(reading: path, atRate: setting.rate)
      return BuiltinParts(
        processor: FilePlayerProcessor(
          channels: (0..<table.channelCount).map { table.channel($0) }, frames: table.frames,
          loops: loop, rate: setting.rate, owner: table))
    } catch {
      throw HostError(.unavailable, "\(setting.nodeName): \(error.description)")
    }
  }
}
