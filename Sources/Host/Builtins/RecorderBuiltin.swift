internal import Foundation
internal import Signal
internal import SoundFiles

/// Records what passes through; `format` nil is the container's own choice.
struct RecorderBuiltin: Builtin {
  static let name = "recorder"
  let path: String
  let channels: Int
  let format: SampleFormat?

  init(path: String, channels: Int, format: SampleFormat?) {
    self.path = path
    self.channels = channels
    self.format = format
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    let channels = section.channels()
    let format = section.choice("format", of: SampleFormat.self)
    guard let file = section.requiredText("file") else {
      // Its ports are known all the same.
      self.init(path: "", channels: channels, format: format)
      return
    }
    self.init(path: reader.resolvedPath(file.text), channels: channels, format: format)
    checkFile { reader.log.error(file.mark, $0) }
  }

  var shape: NodeShape { NodeShape(RecorderProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    do throws(SoundFileError) {
      let tap = try makeTap(setting)
      let processor = RecorderProcessor(
        channels: channels, sink: { RingSink.write($0, $1) }, sinkContext: tap.context,
        owner: tap)
      return BuiltinParts(processor: processor, work: tap)
    } catch {
      throw HostError(.unavailable, "\(setting.nodeName): \(error.description)")
    }
  }

  private func makeTap(_ setting: BuiltinSetting) throws(SoundFileError) -> RecordingTap {
    if let before = setting.before as? RecordingTap {
      return RecordingTap(after: before, name: setting.nodeName, rate: setting.rate)
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    return try RecordingTap(
      name: setting.nodeName, path: setting.recordingFolder.map { "\($0)/\(name)" } ?? path,
      rate: setting.rate, channels: channels, format: format)
  }

  private func checkFile(report: (String) -> Void) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isDirectory: ObjCBool = false
    guard let container = SoundFileContainer(path: path) else {
      return report("cannot record to \(path): use .wav, .flac, .w64 or .aiff")
    }
    if let format, !container.supports(format) {
      report("a .\(container.rawValue) file cannot hold \(format.rawValue) samples")
    }
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory),
      isDirectory.boolValue
    else { return report("cannot record to \(path): there is no folder \(folder)") }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      return report("cannot record to \(path): the folder is not writable")
    }
  }
}
