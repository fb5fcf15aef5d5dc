extension SessionReader {
  /// Reads `control:`.
  func controls(_ file: inout YAMLSection) -> [SessionControl] {
    (file.list("control", of: "controls") ?? []).compactMap { value in
      guard var section = YAMLSection(value, place: "a control", log: log) else { return nil }
      let control = control(&section, at: value.mark)
      section.finish()
      return control
    }
  }

  private func control(_ section: inout YAMLSection, at mark: SourceMark) -> SessionControl? {
    let channel = section.integer("channel", in: 1...16)
    let port = section.integer("port", in: 1...64) ?? 1
    let source = source(&section)
    let action = action(&section)
    guard let source, let action else { return nil }
    guard source.canDo(action) else {
      log.error(section.mark, "pitch bend and pressure have no buttons: map them to a parameter")
      return nil
    }
    guard !source.onlyStarts(action) else {
      log.error(
        section.mark, "a program is chosen, and never let go: map it to a snapshot or a toggle")
      return nil
    }
    return SessionControl(
      source: source, channel: channel, port: port, action: action, mark: mark)
  }

  /// Reads the one key that says which messages are meant.
  private func source(_ section: inout YAMLSection) -> SessionControl.Source? {
    let keys = ["cc", "nrpn", "rpn", "note", "program", "bend", "pressure"].filter {
      section.has($0)
    }
    let controller = section.integer("cc", in: 0...127)
    let nonRegistered = section.integer("nrpn", in: 0...16_383)
    let registered = section.integer("rpn", in: 0...16_383)
    let note = section.integer("note", in: 0...127)
    let program = section.integer("program", in: 0...127)
    let (bend, pressure) = (section.flag("bend"), section.flag("pressure"))
    let fineMark = section.value("fine")?.mark
    let isFine = section.flag("fine") ?? false
    guard keys.count == 1 else {
      log.error(
        section.mark,
        "a control needs one of `cc:`, `nrpn:`, `rpn:`, `note:`, `program:`, `bend:` and "
          + "`pressure:`")
      return nil
    }
    let canBeFine = controller.map { $0 < 32 } ?? (nonRegistered != nil || registered != nil)
    if let fineMark, isFine, !canBeFine {
      log.error(
        fineMark,
        "`fine:` needs `nrpn:`, `rpn:` or a `cc:` from 0 to 31: the one 32 above it has the rest")
      return nil
    }
    if let controller { return .controller(controller, isFine: isFine) }
    if let nonRegistered { return .numbered(nonRegistered, isRegistered: false, isFine: isFine) }
    if let registered { return .numbered(registered, isRegistered: true, isFine: isFine) }
    if let note { return .note(note) }
    if let program { return .program(program) }
    if bend == true { return .bend }
    if pressure == true { return .pressure }
    if bend == false || pressure == false {
      log.error(section.mark, "`\(keys[0]):` must be true, or left out")
    }
    return nil
  }

  private func action(_ section: inout YAMLSection) -> SessionControl.Action? {
    let keys = ["parameter", "bypass", "snapshot"].filter { section.has($0) }
    let snapshot = section.markedText("snapshot")
    let node = section.markedText("node")
    let button = section.choice("bypass", of: SessionControl.Button.self)
    let parameter = parameter(&section)
    guard keys.count == 1 else {
      log.error(section.mark, "a control needs one of `parameter:`, `bypass:` and `snapshot:`")
      return nil
    }
    if let snapshot {
      if let node { log.error(node.mark, "a snapshot is not a node's: leave `node:` out") }
      return .snapshot(snapshot)
    }
    guard let node else {
      if !section.has("node"), keys != ["snapshot"] {
        log.error(section.mark, "a control needs `node:` beside `\(keys[0]):`")
      }
      return nil
    }
    if let button { return .bypass(node: node, button) }
    return parameter.map { .parameter(node: node, $0) }
  }

  private func parameter(_ section: inout YAMLSection) -> SessionControl.Parameter? {
    let isParameter = section.has("parameter")
    if !isParameter {
      for key in ["from", "to", "curve", "takeover"] {
        guard let entry = section.entry(key) else { continue }
        log.error(entry.keyMark, "`\(key):` needs `parameter:`")
      }
      return nil
    }
    let symbol = section.markedText("parameter")
    let from = section.number("from")
    let to = section.number("to")
    let curve = section.choice("curve", of: SessionControl.Curve.self) ?? .linear
    let takeover = section.choice("takeover", of: SessionControl.Takeover.self) ?? .jump
    return symbol.map {
      SessionControl.Parameter(symbol: $0, from: from, to: to, curve: curve, takeover: takeover)
    }
  }
}

extension SessionControl.Source {
  /// Whether it has what the action needs: a press, or a position.
  fileprivate func canDo(_ action: SessionControl.Action) -> Bool {
    if case .parameter = action { return true }
    return self != .bend && self != .pressure
  }

  /// Whether it can begin the action and never end it.
  fileprivate func onlyStarts(_ action: SessionControl.Action) -> Bool {
    guard case .program = self else { return false }
    if case .bypass(_, .toggle) = action { return false }
    if case .snapshot = action { return false }
    return true
  }
}

extension YAMLSection {
  fileprivate mutating func markedText(_ key: String) -> SessionText? {
    text(key).map { SessionText(text: $0.text, mark: $0.mark) }
  }

  /// Any number.
  fileprivate mutating func number(_ key: String) -> Double? {
    guard let value = entry(key)?.value else { return nil }
    if let number = value.number { return number }
    log.error(value.mark, "`\(key):` must be a number, not \(value.summary)")
    return nil
  }
}
