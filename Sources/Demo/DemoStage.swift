import Host

/// What a page has built: real queues, a driver that keeps their time, and what is put into them.
///
/// It counts nothing a queue or a graph counts itself. Thread: control.
protocol DemoStage: AnyObject, Sendable {
  /// Begins.
  func start() throws(HostError)

  /// Ends; everything that was put has been performed then, and the figures stay as they are.
  func stop()

  /// What the meter is drawn from.
  var reading: QueueReading { get }

  /// What was counted so far; final after `stop`.
  var figures: [DemoFigure] { get }
}
