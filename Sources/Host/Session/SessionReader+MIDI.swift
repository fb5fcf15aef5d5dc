extension SessionReader {
  /// Reads `midi:`: a port's number, a node, a list of both, or `false`.
  func readSources(_ midi: YAMLEntry, into plugin: inout SessionPlugin) {
    plugin.midiMark = midi.keyMark
    if midi.value.flag == false {
      plugin.midi = []
    } else if case .list(let values) = midi.value.content {
      plugin.midi = values.compactMap(source)
    } else {
      plugin.midi = source(midi.value).map { [$0] } ?? []
    }
  }

  /// Reads `midi_out:`: a port's number, or `true` for the first.
  func readOutput(_ midi: YAMLEntry, into plugin: inout SessionPlugin) {
    if let port = midi.value.integer, (1...64).contains(port) {
      plugin.midiOut = SessionMIDIOutput(port: port, mark: midi.keyMark)
    } else if let flag = midi.value.flag {
      plugin.midiOut = flag ? SessionMIDIOutput(port: 1, mark: midi.keyMark) : nil
    } else {
      log.error(
        midi.value.mark,
        "`midi_out:` must be true, false or a MIDI port's number from 1 to 64, "
          + "not \(midi.value.summary)")
    }
  }

  private func source(_ value: YAMLValue) -> SessionMIDISource? {
    if let port = value.integer, (1...64).contains(port) {
      return SessionMIDISource(place: .port(port), mark: value.mark)
    }
    let words = (value.text ?? "").split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard value.number == nil, value.flag == nil, !words.isEmpty, !words.contains("") else {
      log.error(
        value.mark,
        "`midi:` must be false, a MIDI port's number from 1 to 64, NODE, NODE:PORT or a list of "
          + "these, not \(value.summary)")
      return nil
    }
    let port = words.count > 1 ? String(words[1]) : nil
    return SessionMIDISource(place: .node(String(words[0]), port: port), mark: value.mark)
  }
}
