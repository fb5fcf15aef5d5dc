internal import Signal
internal import SoundFiles

/// Convolves channels with the impulse response in a file.
struct ConvolverBuiltin: Builtin {
  static let name = "convolver"
  let path: String
  let channels: Int
  let predelayMilliseconds: Double

  init(path: String, channels: Int, predelayMilliseconds: Double = 0) {
    self.path = path
    self.channels = channels
    self.predelayMilliseconds = predelayMilliseconds
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    let channels = section.channels()
    let predelay = section.number("predelay", in: 0...1000, unit: "ms") ?? 0
    guard let file = section.requiredText("file") else {
      // Its ports are known all the same.
      self.init(path: "", channels: channels)
      return
    }
    let path = reader.resolvedPath(file.text)
    self.init(path: path, channels: channels, predelayMilliseconds: predelay)
    if let problem { reader.log.error(file.mark, "cannot convolve with \(problem)") }
  }

  /// What is wrong with the file, as far as its header tells.
  private var problem: SoundFileError? {
    do throws(SoundFileError) {
      let sound = try SoundFileReader(path: path)
      try asFileError {
        () throws(ImpulseResponseError) in
        try ImpulseResponse.check(
          channels: sound.channelCount, frames: sound.frames, rate: sound.rate, for: channels)
      }
      return nil
    } catch {
      return error
    }
  }

  var shape: NodeShape { NodeShape(ConvolverProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    guard let transforms = setting.transforms else {
      throw HostError(.unavailable, "\(setting.nodeName): this host was built without transforms")
    }
    let convolver = ConvolverProcessor(
      channels: channels, rate: setting.rate, library: transforms)
    do {
      try convolver.load(response(rate: setting.rate))
    } catch {
      throw HostError(.unavailable, "\(setting.nodeName): \(error)")
    }
    return BuiltinParts(processor: convolver)
  }

  /// Reads the file, at a rate.
  private func response(rate: Int) throws(SoundFileError) -> ImpulseResponse {
    let table = try SampleTable(reading: path, atRate: rate)
    let samples = (0..<table.channelCount).map {
      Array(UnsafeBufferPointer(start: table.channel($0), count: table.frames))
    }
    return try asFileError {
      () throws(ImpulseResponseError) in
      try ImpulseResponse(
        samples, channels: channels,
        predelayFrames: Int((predelayMilliseconds * Double(rate) / 1000).rounded()), rate: rate)
    }
  }

  /// Puts the file's name before what is wrong with it.
  private func asFileError<Value>(
    _ body: () throws(ImpulseResponseError) -> Value
  ) throws(SoundFileError) -> Value {
    do throws(ImpulseResponseError) {
      return try body()
    } catch {
      throw SoundFileError(path: path, reason: error.description)
    }
  }
}
