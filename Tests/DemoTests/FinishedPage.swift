import Telemetry
import TestSupport

@testable import Demo

/// A page that was run until something happened, with what it tells and what its queues counted.
struct FinishedPage {
  let result: DemoResult
  /// What the meter shows of the queues, once all is over.
  let frame: TelemetryFrame
  let hasRealtime: Bool

  /// Runs a page until `isEnough`, which is given its figures now and then.
  static func of(_ name: String, until isEnough: (Figures) -> Bool) async throws -> FinishedPage? {
    let machine = try DemoMachine()
    guard let page = try DemoPage.named([name]).first else { return nil }
    let run = try page.start(on: machine)
    let isComplete = await eventually(timeout: .seconds(60)) { isEnough(Figures(run.figures)) }
    let result = run.finish()
    guard isComplete else { return nil }
    return FinishedPage(result: result, frame: run.frame(), hasRealtime: machine.hasRealtime)
  }

  var figures: Figures { Figures(result.figures) }

  /// Items a queue has performed, as it counts them itself.
  func performed(in queue: String) -> Int {
    let status = frame.queues.first { $0.name == queue }
    return status.map { Int($0.performed.reduce(0, +)) } ?? -1
  }
}

/// Figures by name; -1 for one there is not.
struct Figures {
  let all: [DemoFigure]

  init(_ all: [DemoFigure]) { self.all = all }

  subscript(name: String) -> Int { Int(value(name)) }

  func value(_ name: String) -> Double { all.first { $0.name == name }?.value ?? -1 }
}
