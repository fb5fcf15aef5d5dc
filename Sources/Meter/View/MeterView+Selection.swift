import Telemetry

extension MeterView {
  /// Selects an entry so many places further down the page.
  mutating func move(_ steps: Int, _ frame: TelemetryFrame) {
    switch page {
    case .queues:
      let names = frame.queues.map(\.name)
      let index = names.firstIndex { $0 == selectedQueue } ?? 0
      selectedQueue = Self.element(index, steps, of: names)
    case .graph:
      let order = GraphOrder(frame)
      // The first key only shows where the selection is.
      guard let index = order.index(of: selectedNode), selectedNode != nil else {
        selectedNode = order.nodes.first?.name
        return
      }
      selectedNode = Self.element(index, steps, of: order.nodes.map(\.name))
    case .timer:
      let last = max(0, frame.timer.next.count - 1)
      selectedItem = min(max(0, min(selectedItem, last) + steps), last)
    case .causes:
      let numbers = CauseOrder(frame).causes.map(\.number)
      let index = numbers.firstIndex { $0 == selectedCause } ?? 0
      selectedCause = Self.element(index, steps, of: numbers)
    case .overview, .help: break
    }
  }

  /// Takes a press of the left button on what `target` is; the second of two quick ones acts.
  mutating func press(
    _ target: MeterTarget?, isDouble: Bool, _ frame: TelemetryFrame
  ) -> MeterAction {
    switch target {
    case .page(let page): show(page)
    case .queue(let name): selectedQueue = name
    case .node(let name):
      selectedNode = name
      guard isDouble else { break }
      guard playback == nil else {
        say("a recording cannot be steered", isRefusal: true)
        break
      }
      return toggleBypass(frame)
    case .cause(let number):
      page = .causes
      selectedCause = number
    case .item(let index): selectedItem = index
    case .snapshot(let index): return choose(index)
    case nil: break
    }
    return .nothing
  }

  private static func element<Element>(_ index: Int, _ steps: Int, of all: [Element]) -> Element? {
    guard !all.isEmpty else { return nil }
    return all[min(max(0, index + steps), all.count - 1)]
  }
}

/// The nodes in order of cost, most expensive first.
struct GraphOrder {
  let nodes: [NodeStatus]

  init(_ frame: TelemetryFrame) {
    let ranked = frame.nodes.enumerated().sorted { former, latter in
      let (cost, other) = (Self.cost(former.element), Self.cost(latter.element))
      return cost == other ? former.offset < latter.offset : cost > other
    }
    nodes = ranked.map(\.element)
  }

  /// The place of a node; the first when there is none of that name.
  func index(of name: String?) -> Int? {
    nodes.isEmpty ? nil : nodes.firstIndex { $0.name == name } ?? 0
  }

  /// Since the start, lest the order changes with every frame.
  private static func cost(_ node: NodeStatus) -> Double {
    node.meanNanoseconds.isFinite ? node.meanNanoseconds : 0
  }
}

/// The causes, newest first.
struct CauseOrder {
  let causes: [CauseStatus]

  init(_ frame: TelemetryFrame) { causes = frame.causes.reversed() }

  /// The place of a cause; the newest's when there is none of that number.
  func index(of number: UInt64?) -> Int? {
    causes.isEmpty ? nil : causes.firstIndex { $0.number == number } ?? 0
  }
}
