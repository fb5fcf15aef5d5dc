public import Host

/// A page of the tour: what it explains, and what it builds to show it.
public struct DemoPage: Sendable {
  /// What it is asked for by.
  public let name: String
  /// Its heading.
  public let title: String
  /// The explanation.
  public let paragraph: String
  /// The functions at work: Swift's and those of Windows' libraries.
  public let functions: String
  /// What is different on a machine that gives no real-time priority.
  public let withoutRealtime: String
  let make: @Sendable (DemoMachine) throws(HostError) -> any DemoStage

  /// Builds the page's queues and starts them.
  ///
  /// Thread: control.
  public func start(on machine: DemoMachine) throws(HostError) -> DemoRun {
    try DemoRun(self, on: machine)
  }

  /// All pages, in the order of the tour.
  public static let all = [classes, governor, priorities, serial, deadline, graph, late]

  /// The pages of these names, in the order of the tour; all for none.
  ///
  /// Throws a usage error for a name there is not.
  public static func named(_ names: [String]) throws(HostError) -> [DemoPage] {
    for name in names where !all.contains(where: { $0.name == name }) {
      let known = all.map { $0.name }.joined(separator: ", ")
      throw HostError(.usage, "there is no page \(name): the pages are \(known)")
    }
    return names.isEmpty ? all : all.filter { names.contains($0.name) }
  }
}
