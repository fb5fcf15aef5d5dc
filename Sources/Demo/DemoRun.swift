import Host
import Realtime
import Synchronization
public import Telemetry

/// A page while it is shown.
///
/// Thread: control, one call at a time.
public final class DemoRun {
  /// What is shown.
  public let page: DemoPage
  private let machine: DemoMachine
  private let stage: any DemoStage
  private let began = Clock.now()
  private var ended: Int64?
  private var telemetry: QueueTelemetry

  init(_ page: DemoPage, on machine: DemoMachine) throws(HostError) {
    self.page = page
    self.machine = machine
    telemetry = QueueTelemetry(name: page.name)
    stage = try page.make(machine)
    do {
      try stage.start()
    } catch {
      stage.stop()
      throw error
    }
  }

  deinit { stop() }

  /// How long it has run, in nanoseconds.
  public var nanoseconds: Int64 { (ended ?? Clock.now()) - began }

  /// What the meter shows now.
  public func frame() -> TelemetryFrame {
    telemetry.frame(stage.reading, uptimeNanoseconds: nanoseconds)
  }

  /// What was counted so far.
  public var figures: [DemoFigure] { stage.figures }

  /// What is different on this machine; nil when nothing is.
  public var note: String? { machine.hasRealtime ? nil : page.withoutRealtime }

  /// Ends the page's queues; what was put is performed first.
  ///
  /// May be called twice.
  public func stop() {
    guard ended == nil else { return }
    stage.stop()
    ended = Clock.now()
  }

  /// Ends it and tells its figures, which are final then.
  public func finish() -> DemoResult {
    stop()
    return DemoResult(
      name: page.name, title: page.title, paragraph: page.paragraph, functions: page.functions,
      note: note, seconds: Double(nanoseconds) / 1e9, figures: figures)
  }
}

/// What became of a page.
public struct DemoResult: Sendable, Encodable {
  /// The page's name.
  public let name: String
  /// Its heading.
  public let title: String
  /// Its explanation.
  public let paragraph: String
  /// The functions at work.
  public let functions: String
  /// What is different on this machine; nil when nothing is.
  public let note: String?
  /// How long it ran.
  public let seconds: Double
  /// What was counted.
  public let figures: [DemoFigure]
}
