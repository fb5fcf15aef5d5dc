import Telemetry

extension MeterView {
  /// Takes a key or a movement of the wheel while `frame` is shown.
  mutating func take(_ input: MeterInput, _ frame: TelemetryFrame) -> MeterAction {
    if menu != nil, let action = takeForMenu(input) { return action }
    if playback != nil, let step = PlaybackStep(input) { return .play(step) }
    switch input {
    case .up, .character("k"): move(-1, frame)
    case .down, .character("j"): move(1, frame)
    case .wheel(let turns): move(3 * turns, frame)
    case .pageUp: move(-10, frame)
    case .pageDown: move(10, frame)
    case .home: move(-Self.all, frame)
    case .end: move(Self.all, frame)
    case .tab, .right: show(page.moved(by: 1))
    case .backTab, .left: show(page.moved(by: -1))
    case .enter, .escape: if page == .help { show(pageBeforeHelp) }
    case .character(let character): return takeCharacter(character, frame)
    case .press, .farLeft, .farRight: break
    }
    return .nothing
  }

  mutating func show(_ next: MeterPage) {
    if next == .help, page != .help { pageBeforeHelp = page }
    page = next
    menu = nil
  }

  /// Bypasses the node that is selected, or ends that.
  mutating func toggleBypass(_ frame: TelemetryFrame) -> MeterAction {
    let order = GraphOrder(frame)
    guard page == .graph, let index = order.index(of: selectedNode) else {
      say("select a node on page 3 first")
      return .nothing
    }
    let node = order.nodes[index]
    selectedNode = node.name
    return .ask(.bypass(node: node.name, isBypassed: !node.isBypassed))
  }

  private static let all = 1 << 20

  private mutating func takeCharacter(
    _ character: Character, _ frame: TelemetryFrame
  ) -> MeterAction {
    if let next = MeterPage.allCases.first(where: { $0.key == character }) {
      show(next == .help && page == .help ? pageBeforeHelp : next)
      return .nothing
    }
    switch character {
    case "q": return .leave
    case "\u{0C}": return .repaint
    case "p" where playback == nil: isPaused.toggle()
    case "b", "m", "s", "f", "r":
      guard playback == nil else {
        say("a recording cannot be steered", isRefusal: true)
        return .nothing
      }
      return steer(character, frame)
    default: break
    }
    return .nothing
  }

  private mutating func steer(_ character: Character, _ frame: TelemetryFrame) -> MeterAction {
    switch character {
    case "b": return toggleBypass(frame)
    case "m": return .ask(.toggleMute)
    case "f": return .ask(.toggleFade)
    case "r": return .ask(.resetCounters)
    default:
      menu = SnapshotMenu()
      return .askForSnapshots
    }
  }

  /// What the menu of snapshots does with a key; nil when the key is not its.
  private mutating func takeForMenu(_ input: MeterInput) -> MeterAction? {
    let count = menu?.names?.count ?? 0
    let selected = menu?.selected ?? 0
    switch input {
    case .up, .character("k"), .wheel(-1): menu?.selected = max(0, selected - 1)
    case .down, .character("j"), .wheel(1): menu?.selected = max(0, min(count - 1, selected + 1))
    case .escape, .character("s"), .character("q"): menu = nil
    case .enter: return choose(selected)
    default: return nil
    }
    return .nothing
  }

  /// Goes to a snapshot of the menu, which closes.
  mutating func choose(_ index: Int) -> MeterAction {
    defer { menu = nil }
    guard let names = menu?.names, names.indices.contains(index) else { return .nothing }
    return .ask(.snapshot(names[index]))
  }
}
