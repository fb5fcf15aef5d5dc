internal import Plugins

extension SessionReader {
  /// Reads `nodes:`.
  func readNodes(_ file: inout YAMLSection, into session: inout Session) {
    let hasNodes = file.has("nodes")
    guard let values = file.list("nodes", of: "nodes") else {
      session.hasNamelessNodes = hasNodes
      return
    }
    var lines: [String: Int] = [:]
    for value in values {
      guard let node = node(value) else {
        session.hasNamelessNodes = true
        continue
      }
      if let line = lines[node.name] {
        log.error(
          node.mark, "a node named `\(node.name)` is on line \(line) already", .contradiction)
      }
      lines[node.name] = lines[node.name] ?? node.mark.line
      session.nodes.append(node)
    }
  }

  /// Reads one node; nil when it has no name.
  private func node(_ value: YAMLValue) -> SessionNode? {
    guard let unnamed = YAMLSection(value, place: "a node", log: log) else { return nil }
    var probe = unnamed
    let name = probe.requiredText("name")
    var section = unnamed.renamed(name.map { "node `\($0.text)`" } ?? "a node")
    _ = section.entry("name")
    let kind = kind(&section)
    let parameters = parameters(&section)
    let isBypassed = bypass(&section, kind)
    let compensates = section.flag("compensate") ?? true
    section.finish()
    guard let name, isUsable(name.text, at: name.mark) else { return nil }
    return SessionNode(
      name: name.text, mark: name.mark, kind: kind, parameters: parameters,
      isBypassed: isBypassed, compensates: compensates)
  }

  private func bypass(_ section: inout YAMLSection, _ kind: SessionNode.Kind) -> Bool {
    let entry = section.entry("bypass")
    let isBypassed = section.flag("bypass") ?? false
    if isBypassed, let entry, case .builtin(let builtin) = kind, builtin.isFeedback {
      log.error(
        entry.keyMark,
        "\(section.place) cannot be bypassed: it is there to close a loop one period later")
    }
    return isBypassed
  }

  private func isUsable(_ name: String, at mark: SourceMark) -> Bool {
    if name == Session.captureName || name == Session.playbackName {
      log.error(mark, "`\(name)` is the device's own name: call the node something else")
      return false
    }
    guard !name.contains(":"), !name.contains("->"), !name.contains(where: \.isNewline) else {
      log.error(mark, "a node's name cannot hold `:`, `->` or line breaks: `\(name)`")
      return false
    }
    return true
  }

  private func kind(_ section: inout YAMLSection) -> SessionNode.Kind {
    let builtin = section.text("builtin")
    let plugin = section.text("plugin")
    switch (section.has("builtin"), section.has("plugin")) {
    case (true, true):
      log.error(section.mark, "\(section.place) has both `builtin:` and `plugin:`")
      section.acceptEveryKey()
      return .unknown
    case (false, false):
      log.error(section.mark, "\(section.place) needs `builtin:` or `plugin:`")
      section.acceptEveryKey()
      return .unknown
    case (true, false):
      guard let builtin else {
        section.acceptEveryKey()
        return .unknown
      }
      return self.builtin(builtin.text, at: builtin.mark, &section).map { .builtin($0) } ?? .unknown
    case (false, true):
      let midi = section.entry("midi")
      let midiOut = section.entry("midi_out")
      let (sandbox, percent) = sandbox(&section)
      let preset = section.text("preset").map { SessionText(text: $0.text, mark: $0.mark) }
      let state = section.text("state").map {
        SessionText(text: resolvedPath($0.text), mark: $0.mark)
      }
      guard let plugin, var named = self.plugin(plugin.text, at: plugin.mark) else {
        return .unknown
      }
      if let midi { readSources(midi, into: &named) }
      if let midiOut { readOutput(midiOut, into: &named) }
      (named.sandbox, named.sandboxPercent) = (sandbox, percent)
      named.preset = preset
      named.state = state
      named.stateFingerprint = state.map { StateFolder.fingerprint(of: $0.text) } ?? ""
      return .plugin(named)
    }
  }

  private func plugin(_ text: String, at mark: SourceMark) -> SessionPlugin? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let identifier = parts.count == 2 ? String(parts[1]) : ""
    guard let format = PluginFormat(rawValue: String(parts[0])) else {
      log.error(
        mark,
        "`plugin:` must begin with lv2: or ladspa:, as ladspa:amp:amp_mono does, not `\(text)`")
      return nil
    }
    let words = identifier.split(separator: ":", omittingEmptySubsequences: false)
    let isComplete = words.count > 1 && !words.contains("")
    let isNumber = format == .ladspa && UInt(identifier) != nil
    guard isNumber || isComplete && (format == .lv2 || words.count == 2) else {
      let form =
        format == .lv2 ? "lv2: and the plugin's URI" : "ladspa:LIBRARY:LABEL or ladspa:NUMBER"
      log.error(mark, "`plugin:` must be \(form), not `\(text)`")
      return nil
    }
    return SessionPlugin(format: format, identifier: identifier, mark: mark)
  }

  private func parameters(_ section: inout YAMLSection) -> [SessionParameter] {
    guard let value = section.entry("parameters")?.value, !value.isNothing else { return [] }
    let place = "`parameters:` of \(section.place)"
    guard let parameters = YAMLSection(value, place: place, log: log) else { return [] }
    return parameters.all.compactMap { entry in
      guard let value = parameterValue(entry.value) else {
        log.error(
          entry.value.mark,
          "parameter `\(entry.key)` must be a number or a name, not \(entry.value.summary)")
        return nil
      }
      return SessionParameter(symbol: entry.key, value: value, mark: entry.keyMark)
    }
  }

  func parameterValue(_ value: YAMLValue) -> SessionParameter.Value? {
    if let number = value.number { return .number(number) }
    guard let text = value.text, !text.isEmpty else { return nil }
    // `true` and `false` switch a toggle; `on` may be the name of a value.
    switch value.flag {
    case true? where text.lowercased() == "true": return .number(1)
    case false? where text.lowercased() == "false": return .number(0)
    default: return .label(text)
    }
  }
}
