// Control side.
import CJACK
import CRealtime
public import Drivers
public import Realtime
import Synchronization
public import WorkQueues

/// A client of a JACK server.
///
/// JACK's own thread is a guest of the queue for the length of each callback. The driver never
/// starts a server and never changes its settings; `stop` leaves it, and opening again is the way
/// to come back.
///
/// While it runs, a port that appears and is meant by the connections is connected, and what others
/// connect and disconnect is kept as its `patch`.
public final class JACKDriver: Driver, @unchecked Sendable {
  /// The driver's short name.
  public let name = "jack"
  /// The device it plays to, for people.
  public var device: String { client.server }
  /// What was settled with the device.
  public var format: StreamFormat { client.format }
  /// Counters the cycle writes; valid as long as the driver.
  public var counters: DriverCounters { client.counters }
  /// The client's name at the server.
  public var clientName: String { client.name }

  let client: JACKClient
  private let attendant: JACKAttendant
  private let asked: [String]
  private let state = Mutex(State())

  private struct State: Sendable {
    var isStarted = false
    var connected: [String] = []
  }

  /// How long a server may take for an answer, and for its first cycle.
  static let patienceNanoseconds: Int64 = 5_000_000_000

  /// Becomes a client of the server the request names as its device, nil for the default one.
  ///
  /// The rate and period are the server's. `patch` is what others had done to the connections of a
  /// driver before, and `patchChanged` is told, on a thread of the driver's, when they do more.
  /// Throws `unavailable` when no server is running or it does not answer, `unsupported`, also when
  /// a strict request asks for another rate or period, or `failed`. Thread: control. The corresponding C function is `jack_client_open`.
  public static func open(
    _ request: StreamRequest, connect connections: PortConnections = PortConnections(),
    restoring patch: JACKPatch = JACKPatch(),
    patchChanged: @escaping @Sendable (JACKPatch) -> Void = { _ in }
  ) throws(DriverError) -> JACKDriver {
    try request.validate(for: "the JACK driver")
    try connections.checkNames(for: request)
    try connections.checkChannels(of: request)
    let client = try JACKLibrary.ask(request.device) {
      JACKClient.open(request, connections, DriverCounters())
    } unwanted: {
      $0.leave()
    }
    let driver = JACKDriver(client, request, connections, patch, patchChanged)
    let deviations = deviations(from: request, of: client)
    guard deviations.isEmpty || !request.isStrict else {
      throw DriverError(
        .unsupported, deviations.joined(separator: "; ") + "; ask for that, or leave strict out")
    }
    return driver
  }

  private init(
    _ client: JACKClient, _ request: StreamRequest, _ connections: PortConnections,
    _ patch: JACKPatch, _ patchChanged: @escaping @Sendable (JACKPatch) -> Void
  ) {
    self.client = client
    asked = Self.adjustments(request, client, connections)
    let rules = connections.rules(for: client.ports, of: request)
    attendant = JACKAttendant(
      client, JACKPatchbay(rules: rules, restoring: patch),
      patchChanged: patchChanged)
  }

  deinit { stop() }

  /// One line for each thing that differs from the request.
  public var adjustments: [String] {
    let frames = client.notes.periodFrames.load(ordering: .relaxed)
    let changed =
      frames == format.periodFrames
      ? [] : ["JACK server \(device) has a period of \(frames) now"]
    return asked + state.withLock { $0.connected } + changed
  }

  /// From the period callback to the loudspeaker, in frames, as far as the driver knows.
  public var playbackLatencyFrames: Int {
    client.notes.playbackLatencyFrames.load(ordering: .relaxed)
  }

  /// The server's period at present; what is longer than the format's comes as several periods.
  public var serverPeriodFrames: Int { client.notes.periodFrames.load(ordering: .relaxed) }

  /// What others have changed about the connections.
  public var patch: JACKPatch { attendant.patch }

  /// What the driver's ports are connected to.
  public var connections: Set<JACKPatch.Connection> { attendant.connections }

  /// The priority JACK gives its clients' threads; nil when it has none to give.
  ///
  /// The corresponding C function is `jack_client_real_time_priority`.
  public var helperScheduling: ThreadScheduling? {
    let priority = client.use { jack_client_real_time_priority($0) }
    return priority.flatMap { $0 > 0 ? .fifo(priority: Int($0)) : nil }
  }

  /// Tells JACK how many frames what is played comes after what was captured.
  ///
  /// Thread: control, at any time. The corresponding C function is
  /// `jack_recompute_total_latencies`.
  public func setGraphLatency(frames: Int) {
    let frames = UInt32(clamping: frames)
    guard client.notes.graphLatencyFrames.exchange(frames, ordering: .relaxed) != frames else {
      return
    }
    client.notes.hasNewLatency.store(true, ordering: .releasing)
    client.notes.ring()
  }

  /// Starts calling `callback` once per period, as work of `queue`.
  ///
  /// Throws `unavailable` when the server runs no cycle, as one does whose device is gone. Thread:
  /// control.
  public func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    let isFirst = state.withLock { state in
      defer { state.isStarted = true }
      return !state.isStarted
    }
    guard isFirst, !client.isLeaving else {
      throw DriverError(.failed, "JACK client \(clientName) was started before; open it again")
    }
    let relay = try makeRelay(callback, queue, budget)
    do throws(DriverError) {
      let lines = try JACKLibrary.ask(device) {
        [client, attendant] () -> Result<[String], DriverError> in
        client.activate(relay) ? .success(attendant.connectFirst()) : .failure(client.refusal)
      }
      state.withLock { $0.connected = lines }
      try waitForCycle()
    } catch {
      stop()
      throw error
    }
    attendant.start()
    JACKSilenceWatch.start(client)
  }

  private func makeRelay(
    _ callback: PeriodCallback, _ queue: WorkQueue, _ budget: Double?
  ) throws(DriverError) -> PeriodRelay {
    do {
      return try queue.makeGuestPeriods(
        named: name, of: JACKCycle.device(client.cycle), work: callback.work,
        budget: format.budget(share: budget), periodNanoseconds: format.periodNanoseconds,
        guestScheduling: helperScheduling)
    } catch {
      throw DriverError(.failed, "the JACK driver's second thread did not start: \(error)")
    }
  }

  /// A server whose device is gone may take clients and never call them.
  private func waitForCycle() throws(DriverError) {
    let end = Clock.now() + Self.patienceNanoseconds
    while counters.periods.load(ordering: .relaxed) == 0 {
      guard !counters.isLost, Clock.now() < end else {
        throw DriverError(
          .unavailable, "JACK server \(device) runs no cycle; see whether its device is there")
      }
      _ = rt_sleep_until(Clock.now() + 200_000)
    }
  }

  /// Ends the periods; `callback` is not running any more when it returns, unless it is lost.
  ///
  /// A server that does not answer is left in the background. Thread: control. May be called twice.
  public func stop() { client.leave() }

  private static func adjustments(
    _ request: StreamRequest, _ client: JACKClient, _ connections: PortConnections
  ) -> [String] {
    let wantedName = connections.wantedClientName
    var lines = deviations(from: request, of: client) + connections.unusedChannels(of: request)
    if client.name != wantedName {
      lines.append("JACK has a client \(wantedName) already, using the name \(client.name)")
    }
    return lines
  }

  private static func deviations(
    from request: StreamRequest, of client: JACKClient
  ) -> [String] {
    let (format, server) = (client.format, client.server)
    var lines: [String] = []
    if let rate = request.rate, rate != format.rate {
      lines.append("rate \(rate) was asked for, JACK server \(server) runs at \(format.rate)")
    }
    if let frames = request.periodFrames, frames != format.periodFrames {
      lines.append(
        "a period of \(frames) was asked for, JACK server \(server) has \(format.periodFrames)")
    }
    return lines
  }
}

extension JACKClient {
  /// Why a client does not start.
  fileprivate var refusal: DriverError {
    DriverError(.failed, "JACK server \(server) did not start the client; see its log")
  }
}
