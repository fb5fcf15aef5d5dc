extension SessionReader {
  /// Reads `sandbox:` and `sandbox_share:` of a plugin.
  func sandbox(_ section: inout YAMLSection) -> (SessionSandbox, percent: Double?) {
    let sandbox = section.entry("sandbox")
    if sandbox == nil, let share = section.entry("sandbox_share") {
      log.error(share.keyMark, "`sandbox_share:` is of use with `sandbox:` only")
    }
    let percent = section.number("sandbox_share", in: 1...100, unit: "percent")
    return (sandbox.map(self.sandbox) ?? .none, percent)
  }

  /// Reads `sandbox:`, a truth value or the name of a group.
  private func sandbox(_ entry: YAMLEntry) -> SessionSandbox {
    if let flag = entry.value.flag { return flag ? .own : .none }
    if let group = entry.value.text, !group.isEmpty { return .group(group) }
    log.error(
      entry.value.mark,
      "`sandbox:` must be true, false or a group's name, not \(entry.value.summary)")
    return .none
  }
}
