import Drivers

extension SessionReader {
  /// Reads what `device:` says about named ports and their connections.
  func ports(_ section: inout YAMLSection, into device: inout SessionDevice) {
    device.midiCapture = section.integer("midi_capture", in: 0...64) ?? 0
    device.midiPlayback = section.integer("midi_playback", in: 0...64) ?? 0
    device.connect = connections(section.entry("connect")?.value)
    device.connect.clientName = clientName(&section)
    if let value = section.entry("ports")?.value,
      var names = YAMLSection(value, place: "`ports:`", log: log)
    {
      device.connect.names = portNames(&names, device)
      names.finish()
    }
    device.connect.areRemembered = section.flag("remember") ?? false
  }

  private func clientName(_ section: inout YAMLSection) -> String? {
    guard let client = section.text("client") else { return nil }
    if let problem = PortNames.problem(with: client.text) {
      log.error(client.mark, "the client name `\(client.text)` \(problem)")
    }
    return client.text
  }

  private func portNames(_ section: inout YAMLSection, _ device: SessionDevice) -> PortNames {
    var seen: Set<String> = []
    return PortNames(
      capture: portNames("capture", of: device.capture, in: &section, &seen),
      playback: portNames("playback", of: device.playback, in: &section, &seen),
      midiCapture: portNames("midi_capture", of: device.midiCapture, in: &section, &seen),
      midiPlayback: portNames("midi_playback", of: device.midiPlayback, in: &section, &seen))
  }

  private func portNames(
    _ key: String, of count: Int, in section: inout YAMLSection, _ seen: inout Set<String>
  ) -> [String] {
    let values = section.list(key, of: "port names") ?? []
    if values.count > count {
      log.error(
        values[count].mark,
        "`\(key):` names \(values.count) ports, and the device is asked for \(count)")
    }
    return values.map { value in
      let name = value.text ?? ""
      if value.text == nil {
        log.error(value.mark, "a port's name must be text, not \(value.summary)")
      } else if let problem = PortNames.problem(with: name) {
        log.error(value.mark, "the port name `\(name)` \(problem)")
      } else if !seen.insert(name).inserted {
        log.error(value.mark, "the port name `\(name)` is given twice")
      }
      return name
    }
  }

  /// Reads `midi:` of a device: which ports of the kernel's sequencer are heard.
  func sequencer(_ section: YAMLSection) -> [PortPattern]? {
    var section = section
    let isHeard = section.flag("sequencer") ?? section.has("connect")
    let patterns = (section.list("connect", of: "ports") ?? []).compactMap(pattern)
    section.finish()
    return isHeard ? patterns : nil
  }

  // MARK: - Connections

  private func connections(_ value: YAMLValue?) -> PortConnections {
    guard let value else { return PortConnections() }
    if let flag = value.flag { return flag ? PortConnections() : .none }
    guard case .map = value.content,
      var section = YAMLSection(value, place: "`connect:`", log: log)
    else {
      log.error(
        value.mark,
        "`connect:` must be true, false or {capture: [ports], playback: [ports]}, "
          + "not \(value.summary)")
      return PortConnections()
    }
    var connections = PortConnections.none
    connections.capture = targets("capture", in: &section)
    connections.playback = targets("playback", in: &section)
    connections.midiCapture = targets("midi_capture", in: &section)
    connections.midiPlayback = targets("midi_playback", in: &section)
    section.finish()
    return connections
  }

  private func targets(_ key: String, in section: inout YAMLSection) -> [PortTarget] {
    (section.list(key, of: "ports") ?? []).compactMap { value in
      guard case .list(let values) = value.content else {
        return pattern(value).map(PortTarget.first)
      }
      return .every(values.compactMap(pattern))
    }
  }

  private func pattern(_ value: YAMLValue) -> PortPattern? {
    guard let text = value.text else {
      log.error(
        value.mark, "a port must be a name such as `system:playback_1`, not \(value.summary)")
      return nil
    }
    do throws(PortPattern.Problem) {
      return try PortPattern(text)
    } catch {
      log.error(value.mark, error.message)
      return nil
    }
  }
}
