internal import WorkQueues

extension SessionReader {
  /// Reads `device:`.
  func device(_ section: YAMLSection) -> SessionDevice {
    var section = section
    var device = SessionDevice()
    device.driver = section.choice("driver", of: SessionDevice.Driver.self) ?? .auto
    device.name = section.text("name")?.text
    device.rate = section.integer("rate", in: 8000...384_000)
    device.period = section.integer("period", in: 16...8192)
    device.periods = section.integer("periods", in: 2...16)
    device.capture = section.integer("capture", in: 0...64) ?? device.capture
    device.playback = section.integer("playback", in: 0...64) ?? device.playback
    device.connect = connect(section.entry("connect")?.value)
    section.finish()
    return device
  }

  private func connect(_ value: YAMLValue?) -> SessionDevice.Connect {
    guard let value else { return .physical }
    if let flag = value.flag { return flag ? .physical : .nothing }
    guard case .map = value.content,
      var section = YAMLSection(value, place: "`connect:`", log: log)
    else {
      log.error(
        value.mark,
        "`connect:` must be true, false or {capture: [ports], playback: [ports]}, "
          + "not \(value.summary)")
      return .physical
    }
    let capture = ports("capture", in: &section)
    let playback = ports("playback", in: &section)
    section.finish()
    return .ports(capture: capture, playback: playback)
  }

  private func ports(_ key: String, in section: inout YAMLSection) -> [String] {
    (section.list(key, of: "port names") ?? []).compactMap { value in
      if let text = value.text { return text }
      log.error(
        value.mark, "a port must be a name such as `system:playback_1`, not \(value.summary)")
      return nil
    }
  }

  /// Reads `queue:`.
  func queue(_ section: YAMLSection) -> SessionQueue {
    var section = section
    var queue = SessionQueue()
    if let name = section.text("class") {
      if taskClasses[name.text] != nil {
        queue.taskClass = name.text
      } else {
        let names = taskClasses.classes.map(\.name)
        log.error(
          name.mark,
          "unknown task class `\(name.text)`" + NearestName.hint(for: name.text, among: names))
      }
    }
    queue.workers = section.integer("workers", in: 1...64)
    section.finish()
    return queue
  }
}
