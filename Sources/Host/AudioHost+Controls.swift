import Graph

extension AudioHost {
  static let controlIntervalNanoseconds: Int64 = 5_000_000

  /// Does what controls ask for, and says so.
  func performControls() {
    for order in live.controls.takeOrders() {
      switch order {
      case .button(let control, let isPressed): perform(control, isPressed: isPressed)
      case .learned(let port, let bytes):
        if let line = LearnedControl(bytes, port: port)?.description { events.add(line) }
      }
    }
    let lost = live.controls.takeLost()
    if lost > 0 { events.add("controls: \(lost) presses were too much at once, and are lost") }
  }

  private func perform(_ control: SessionControl, isPressed: Bool) {
    do throws(GraphError) {
      switch control.action {
      case .parameter: break
      case .snapshot(let name):
        guard isPressed, try live.goTo(snapshot: name.text) else { return }
        events.add("snapshot \(name.text)")
        stepEdits()
      case .bypass(let node, let button):
        guard let isBypassed = wantedBypass(of: node.text, button, isPressed: isPressed),
          try live.setBypassed(isBypassed, node: node.text)
        else { return }
        events.add("\(node.text): \(isBypassed ? "bypassed" : "not bypassed any more")")
        stepEdits()
      }
    } catch {
      events.add(error.message)
    }
  }

  /// What a button means for a node that is bypassed now, or that the session bypasses.
  private func wantedBypass(
    of node: String, _ button: SessionControl.Button, isPressed: Bool
  ) -> Bool? {
    switch button {
    case .toggle: return isPressed ? live.isBypassed(node).map { !$0 } : nil
    case .momentary:
      let session = live.session.session
      return session.nodes.first { $0.name == node }.map { $0.isBypassed != isPressed }
    }
  }
}
