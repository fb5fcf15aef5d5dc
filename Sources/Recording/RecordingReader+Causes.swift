package import Telemetry

extension RecordingReader {
  /// Every cause of the recording, in order, and how many more there were that came too fast.
  ///
  /// Reads all of it; `next` goes on with the first frame.
  ///
  /// - Throws: `read`.
  public func causes() throws(RecordingError) -> (causes: [RecordedCause], missed: UInt64) {
    try seek(toNanoseconds: 0)
    var history = RecordedHistory()
    while let frame = try next(FrameOfCauses.self) {
      let content = frame.content
      history.add(
        causes: content.causes, events: [], of: content.processID,
        uptimeNanoseconds: content.uptimeNanoseconds, at: frame.nanoseconds, frame.unixNanoseconds)
    }
    try seek(toNanoseconds: 0)
    return (history.causes, history.missedCauses)
  }
}

/// What is needed of a frame to know its causes.
private struct FrameOfCauses: Decodable, Sendable, Equatable {
  let processID: Int32
  let uptimeNanoseconds: Int64
  let causes: [CauseStatus]
}

/// The causes and events of a recording, each once, though frames tell of each many times.
package struct RecordedHistory: Sendable {
  package private(set) var causes: [RecordedCause] = []
  package private(set) var events: [RecordedEvent] = []
  /// Causes that no frame told of.
  package private(set) var missedCauses: UInt64 = 0

  private var lastProcessID: Int32?
  private var lastUptime: Int64 = .min
  private var lastCause: UInt64?
  private var lastEvents: [EventStatus] = []

  package init() {}

  /// Adds what a frame tells that the one before did not.
  package mutating func add(
    causes: [CauseStatus], events: [EventStatus], of processID: Int32,
    uptimeNanoseconds uptime: Int64, at nanoseconds: Int64, _ unixNanoseconds: Int64
  ) {
    // Another host counts from the beginning.
    if processID != lastProcessID || uptime < lastUptime { (lastCause, lastEvents) = (nil, []) }
    (lastProcessID, lastUptime) = (processID, uptime)
    for cause in causes where lastCause.map({ cause.number > $0 }) ?? true {
      if let lastCause { missedCauses &+= cause.number - lastCause - 1 }
      lastCause = cause.number
      let ago = uptime &- cause.uptimeNanoseconds
      self.causes.append(
        Recorded(
          nanoseconds: nanoseconds &- ago, unixNanoseconds: unixNanoseconds &- ago, content: cause))
    }
    for event in events where !lastEvents.contains(event) {
      let ago = uptime &- event.uptimeNanoseconds
      self.events.append(
        Recorded(
          nanoseconds: nanoseconds &- ago, unixNanoseconds: unixNanoseconds &- ago, content: event))
    }
    lastEvents = events
  }
}
