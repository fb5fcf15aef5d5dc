internal import Signal

/// Lets channels pass later, by up to `maximumMilliseconds`.
struct DelayBuiltin: Builtin {
  static let name = "delay"
  let channels: Int
  let maximumMilliseconds: Int

  init(channels: Int, maximumMilliseconds: Int) {
    self.channels = channels
    self.maximumMilliseconds = maximumMilliseconds
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    let longest = section.integer("maximum", in: 1...DelayProcessor.longestMilliseconds)
    self.init(channels: section.channels(), maximumMilliseconds: longest ?? 1000)
  }

  var shape: NodeShape {
    NodeShape(
      DelayProcessor.shape(channels: channels, maximumMilliseconds: maximumMilliseconds))
  }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(
      processor: DelayProcessor(
        channels: channels, maximumMilliseconds: maximumMilliseconds, rate: setting.rate))
  }
}
