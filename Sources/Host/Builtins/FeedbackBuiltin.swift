/// Plays what it heard one period before, and so may close a loop.
struct FeedbackBuiltin: Builtin {
  static let name = "feedback"
  let channels: Int

  init(channels: Int) { self.channels = channels }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(channels: section.channels())
  }

  var shape: NodeShape {
    NodeShape(
      inputs: (1...channels).map { "in_\($0)" }, outputs: (1...channels).map { "out_\($0)" })
  }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(processor: nil)
  }
}
