extension SessionReader {
  /// Reads `snapshots:`.
  func snapshots(_ file: inout YAMLSection) -> [SessionSnapshot] {
    var lines: [String: Int] = [:]
    return (file.list("snapshots", of: "snapshots") ?? []).compactMap { value in
      guard let snapshot = snapshot(value) else { return nil }
      let name = snapshot.name
      if let line = lines[name.text] {
        log.error(name.mark, "a snapshot named `\(name.text)` is on line \(line) already")
      }
      lines[name.text] = lines[name.text] ?? name.mark.line
      return snapshot
    }
  }

  private func snapshot(_ value: YAMLValue) -> SessionSnapshot? {
    guard var section = YAMLSection(value, place: "a snapshot", log: log) else { return nil }
    let name = section.requiredText("name").map { SessionText(text: $0.text, mark: $0.mark) }
    let values = section.section("values").all.compactMap(snapshotValue)
    let bypasses = section.section("bypass").all.compactMap { entry in
      snapshotBypass(entry)
    }
    section.finish()
    return name.map { SessionSnapshot(name: $0, values: values, bypasses: bypasses) }
  }

  /// Reads `node.parameter: value`; a node's name may hold dots, a parameter's symbol none.
  private func snapshotValue(_ entry: YAMLEntry) -> SessionSnapshot.Value? {
    let mark = entry.keyMark
    guard let dot = entry.key.lastIndex(of: "."), dot != entry.key.startIndex,
      entry.key.index(after: dot) != entry.key.endIndex
    else {
      log.error(mark, "a value of a snapshot is written NODE.PARAMETER, not `\(entry.key)`")
      return nil
    }
    guard let value = parameterValue(entry.value) else {
      log.error(
        entry.value.mark,
        "`\(entry.key)` must be a number or a name, not \(entry.value.summary)")
      return nil
    }
    let symbol = String(entry.key[entry.key.index(after: dot)...])
    return SessionSnapshot.Value(
      node: SessionText(text: String(entry.key[..<dot]), mark: mark),
      parameter: SessionParameter(symbol: symbol, value: value, mark: mark))
  }

  private func snapshotBypass(_ entry: YAMLEntry) -> SessionSnapshot.Bypass? {
    guard let isBypassed = entry.value.flag else {
      log.error(
        entry.value.mark, "`\(entry.key):` must be true or false, not \(entry.value.summary)")
      return nil
    }
    return SessionSnapshot.Bypass(
      node: SessionText(text: entry.key, mark: entry.keyMark), isBypassed: isBypassed)
  }
}
