internal import Foundation
internal import SoundFiles

extension SessionReader {
  private enum BuiltinName: String, CaseIterable {
    case filePlayer = "file-player"
    case gain
    case mixer
    case recorder
    case tone
  }

  private static let channelRange = 1...64

  /// Reads what belongs to a built-in node; nil when it cannot be made.
  func builtin(
    _ text: String, at mark: SourceMark, _ section: inout YAMLSection
  ) -> SessionBuiltin? {
    guard let name = BuiltinName(rawValue: text) else {
      let names = BuiltinName.allCases.map(\.rawValue)
      log.error(mark, "unknown builtin `\(text)`" + NearestName.hint(for: text, among: names))
      section.acceptEveryKey()
      return nil
    }
    switch name {
    case .filePlayer: return filePlayer(&section)
    case .gain: return .gain(channels: channels(&section))
    case .mixer:
      let inputs = section.integer("inputs", in: 1...32) ?? 2
      return .mixer(inputs: inputs, channels: channels(&section))
    case .recorder: return recorder(&section)
    case .tone: return tone(&section)
    }
  }

  private func channels(_ section: inout YAMLSection) -> Int {
    section.integer("channels", in: Self.channelRange) ?? 2
  }

  private func filePlayer(_ section: inout YAMLSection) -> SessionBuiltin? {
    let loop = section.flag("loop") ?? false
    guard let file = section.requiredText("file") else { return nil }
    let path = resolvedPath(file.text)
    do throws(SoundFileError) {
      let reader = try SoundFileReader(path: path)
      return .filePlayer(path: path, channels: reader.channelCount, loop: loop)
    } catch {
      log.error(file.mark, "cannot play \(error)")
      return nil
    }
  }

  private func recorder(_ section: inout YAMLSection) -> SessionBuiltin? {
    let channels = channels(&section)
    let format = section.choice("format", of: SampleFormat.self)
    guard let file = section.requiredText("file") else {
      // Its ports are known all the same.
      return .recorder(path: "", channels: channels, format: format)
    }
    let path = resolvedPath(file.text)
    checkRecording(path, format: format, at: file.mark)
    return .recorder(path: path, channels: channels, format: format)
  }

  private func checkRecording(_ path: String, format: SampleFormat?, at mark: SourceMark) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isDirectory: ObjCBool = false
    guard let container = SoundFileContainer(path: path) else {
      return log.error(mark, "cannot record to \(path): use .wav, .flac, .w64 or .aiff")
    }
    if let format, !container.supports(format) {
      log.error(mark, "a .\(container.rawValue) file cannot hold \(format.rawValue) samples")
    }
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory),
      isDirectory.boolValue
    else { return log.error(mark, "cannot record to \(path): there is no folder \(folder)") }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      return log.error(mark, "cannot record to \(path): the folder is not writable")
    }
  }

  private func tone(_ section: inout YAMLSection) -> SessionBuiltin {
    .tone(
      hertz: section.number("frequency", in: 1...20_000, unit: "Hz") ?? 440,
      decibels: section.number("level", in: -120...0, unit: "dB") ?? -20,
      waveform: section.choice("waveform", of: ToneWaveform.self) ?? .sine)
  }
}
