import Control
import Drivers
import Graph
import Synchronization

extension AudioHost {
  static let controlIntervalNanoseconds: Int64 = 5_000_000

  /// Begins to hear the kernel's sequencer when the session wants it; says why when that cannot be.
  func openSequencer() {
    guard let feed, let ports = setup.session.session.device.sequencerPorts else { return }
    guard let open = setup.sequencer else {
      return events.add("this host was built without the ALSA sequencer")
    }
    let client = setup.session.session.device.connect.clientName ?? "tactus"
    do throws(DriverError) {
      let source = try open(client, ports, feed) { [events] in events.add($0) }
      sequencer.withLock { $0 = source }
    } catch {
      events.add("MIDI: \(error.message)")
    }
  }

  /// Says how many of the sequencer's messages found no room since the last time.
  func tellLostMessages() {
    let lost = feed?.takeLost() ?? 0
    if lost > 0 { events.add("MIDI: no room for \(lost) of the sequencer's messages") }
  }

  /// Tells from now on, for each control that is moved, the line to map it with.
  ///
  /// Thread: any of the control side, once the host has started.
  public func learnControls() {
    live.controls.learn(true)
    startControls()
  }

  /// Does what controls ask for, and says so.
  func performControls() {
    for order in live.controls.takeOrders() {
      switch order {
      case .button(let control, let isPressed): perform(control, isPressed: isPressed)
      case .learned(let port, let bytes):
        guard let learned = learner.withLock({ $0.hear(bytes, port: port) }) else { continue }
        events.add("control: \(learned)")
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
        notify(.changes, ["change": "snapshot", "name": .text(name.text)])
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
