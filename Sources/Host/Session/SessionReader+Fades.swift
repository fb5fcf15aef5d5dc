import Signal

extension SessionReader {
  private static let secondsRange = 0.0...60

  /// Reads `fades:`.
  func fades(_ section: YAMLSection) -> SessionFades {
    var section = section
    let curve = section.choice("curve", of: FadeCurve.self)
    var fades = SessionFades()
    for (key, fade) in Self.fadeKeys {
      if let curve { fades[keyPath: fade].curve = curve }
      read(key, in: &section, into: &fades[keyPath: fade])
    }
    fades.sessionSeconds =
      section.number("session", in: Self.secondsRange, unit: "s") ?? fades.sessionSeconds
    section.finish()
    return fades
  }

  private static var fadeKeys: [(String, WritableKeyPath<SessionFades, SessionFade>)] {
    [
      ("start", \.start), ("stop", \.stop), ("mute", \.mute), ("lost", \.lost), ("back", \.back),
    ]
  }

  /// A number of seconds, or a mapping that may name a curve of its own.
  private func read(_ key: String, in section: inout YAMLSection, into fade: inout SessionFade) {
    guard case .map = section.value(key)?.content else {
      fade.seconds = section.number(key, in: Self.secondsRange, unit: "s") ?? fade.seconds
      return
    }
    var entry = section.section(key)
    fade.seconds = entry.number("seconds", in: Self.secondsRange, unit: "s") ?? fade.seconds
    fade.curve = entry.choice("curve", of: FadeCurve.self) ?? fade.curve
    entry.finish()
  }
}
