/// What the meter shows at a time.
public enum MeterPage: String, Sendable, CaseIterable {
  case overview
  case queues
  case graph
  case timer
  case causes
  case help

  /// The key that goes there.
  public var key: Character {
    switch self {
    case .overview: "1"
    case .queues: "2"
    case .graph: "3"
    case .timer: "4"
    case .causes: "5"
    case .help: "?"
    }
  }

  /// The page so many steps away, around the end.
  func moved(by steps: Int) -> MeterPage {
    let all = Self.allCases
    let index = (all.firstIndex(of: self) ?? 0) + steps
    return all[(index % all.count + all.count) % all.count]
  }
}
