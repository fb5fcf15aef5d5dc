public import Recording
import Telemetry

extension RecordingDigest {
  /// Columns that a report has at most.
  static let mostColumns = 360
  /// Without a frame for so long, nothing is known of the time between.
  private static let gapNanoseconds: Int64 = 2_000_000_000

  /// Reads a whole recording.
  ///
  /// - Throws: `read`, or `empty` when none of its frames can be read.
  public init(of reader: RecordingReader) throws(RecordingError) {
    program = reader.program
    startUnixNanoseconds = reader.startUnixNanoseconds
    durationNanoseconds = max(0, reader.durationNanoseconds)
    columns = Array(
      repeating: Column(), count: min(Self.mostColumns, max(1, reader.frameCount / 3)))
    try reader.seek(toNanoseconds: 0)
    var history = RecordedHistory()
    var before: Recorded<Glance>?
    var loadSum = 0.0
    while let frame = try reader.next(Glance.self) {
      add(frame, after: before)
      loadSum += frame.content.load.now
      let glance = frame.content
      history.add(
        causes: glance.causes, events: glance.events, of: glance.processID,
        uptimeNanoseconds: glance.uptimeNanoseconds, at: frame.nanoseconds, frame.unixNanoseconds)
      before = frame
    }
    guard let end = try reader.frame(atNanoseconds: before?.nanoseconds ?? .max) else {
      throw .empty(path: reader.path)
    }
    last = end.content
    meanLoad = loadSum / Double(max(1, frameCount))
    (causes, events) = (history.causes, history.events)
    missedCauses = history.missedCauses
    damagedFrames = reader.damagedFrames
  }

  private mutating func add(_ frame: Recorded<Glance>, after before: Recorded<Glance>?) {
    let glance = frame.content
    frameCount += 1
    if processIDs.last != glance.processID { processIDs.append(glance.processID) }
    // What another host counted is none of this one's.
    let last = before?.content
    let isSame =
      last?.processID == glance.processID
      && last.map { $0.uptimeNanoseconds <= glance.uptimeNanoseconds } ?? false
    let growth = glance.growth(since: isSame ? last : nil)
    troubles.xruns &+= growth.xruns
    troubles.stalls &+= growth.stalls
    troubles.faults &+= growth.faults
    troubles.losses &+= growth.losses
    troubles.periods &+= growth.periods
    let highest = glance.highestLoad(since: isSame ? last : nil)
    highestLoad = max(highestLoad, highest)
    let index = column(at: frame.nanoseconds)
    columns[index].misses &+= growth.xruns
    // A frame stands for the time since the one before, unless that is long ago.
    let isNext = isSame && frame.nanoseconds &- (before?.nanoseconds ?? 0) < Self.gapNanoseconds
    let first = isNext ? min(index, column(at: before?.nanoseconds ?? 0) + 1) : index
    for index in first...index {
      columns[index].frames += 1
      columns[index].loadSum += glance.load.now
      columns[index].highestLoad = max(columns[index].highestLoad, highest)
      addLevels(glance.levels, to: index)
    }
  }

  private mutating func addLevels(_ levels: [LevelStatus], to index: Int) {
    for level in levels {
      let channel = channels.firstIndex(of: level.name) ?? channels.count
      if channel == channels.count { channels.append(level.name) }
      while columns[index].levels.count <= channel { columns[index].levels.append(0) }
      let peak = Double(max(level.hold, level.peak))
      columns[index].levels[channel] = max(columns[index].levels[channel], peak)
    }
  }

  private func column(at nanoseconds: Int64) -> Int {
    let place = Double(nanoseconds) / columnNanoseconds
    return Int(min(max(0, place), Double(columns.count - 1)))
  }
}

/// What is needed of every frame; the rest is needed only of the last.
struct Glance: Decodable, Sendable, Equatable {
  let processID: Int32
  let uptimeNanoseconds: Int64
  let driver: DriverStatus
  let devices: DeviceCounts
  let load: LoadStatus
  let levels: [LevelStatus]
  let causes: [CauseStatus]
  let events: [EventStatus]

  /// What was counted since a frame of the same host; nothing without one.
  func growth(since last: Glance?) -> RecordingDigest.TroubleCounts {
    var counts = RecordingDigest.TroubleCounts()
    guard let last else { return counts }
    func growth(_ now: UInt64, _ before: UInt64) -> UInt64 { now > before ? now - before : 0 }
    counts.xruns = growth(driver.xruns, last.driver.xruns)
    counts.stalls = growth(driver.stalls, last.driver.stalls)
    counts.faults = growth(driver.faults, last.driver.faults)
    counts.losses = growth(devices.losses, last.devices.losses)
    counts.periods = growth(driver.periodsRun, last.driver.periodsRun)
    return counts
  }

  /// The largest load since a frame of the same host, or now.
  func highestLoad(since last: Glance?) -> Double {
    let seconds = last.map { Double(uptimeNanoseconds &- $0.uptimeNanoseconds) / 1e9 } ?? 0
    let values = load.history.suffix(Int(min(max(0, seconds * 30), 120)))
    return values.reduce(load.now.isFinite ? load.now : 0) { $1.isFinite ? max($0, $1) : $0 }
  }
}
