extension Field {
  /// A scheduling policy that threads really have, such as `FIFO 84`, `OTHER nice -3` or `OTHER!`.
  ///
  /// The mark and the colour say that real time was asked for.
  static func policy(
    _ policy: String, priority: Int, nice: Int = 0, lacksRealTime: Bool, glyphs: GlyphSet
  ) -> Field {
    guard !policy.isEmpty else { return .text("-", .dim) }
    var text = CellText.clean(policy, for: glyphs)
    if isRealTime(policy: policy) {
      text += " \(priority)"
    } else if nice != 0 {
      text += " nice \(nice)"
    }
    return lacksRealTime ? .text(text + "!", .alarm) : .text(text, .plain)
  }

  /// Whether a policy goes before all threads of normal priority.
  static func isRealTime(policy: String) -> Bool { policy == "FIFO" || policy == "RR" }
}
