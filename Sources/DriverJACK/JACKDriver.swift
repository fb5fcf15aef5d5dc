// Control side.
import CJACK
public import Drivers
public import Realtime
import Synchronization
public import WorkQueues

/// A client of a JACK server.
///
/// JACK's own thread is a guest of the queue for the length of each callback. The driver never
/// starts a server and never changes its settings; `stop` leaves it, and opening again is the way
/// to come back.
public final class JACKDriver: Driver, @unchecked Sendable {
  /// The driver's short name.
  public let name = "jack"
  /// The device it plays to, for people.
  public let device: String
  /// What was settled with the device.
  public let format: StreamFormat
  /// Counters the cycle writes; valid as long as the driver.
  public let counters = DriverCounters()
  /// The client's name at the server; its ports are `in_1` and on, `out_1` and on.
  public let clientName: String

  private let connections: JACKConnections
  private let state: Mutex<State>

  private struct State: @unchecked Sendable {
    var client: OpaquePointer?
    var cycle: UnsafeMutablePointer<JACKCycle>
    var ports: JACKPorts
    var relay: PeriodRelay?
    var adjustments: [String]
    var latencyFrames: Int
    /// A thread may come back to the cycle at any time.
    var isLeftBehind = false
  }

  /// Becomes a client of the server the request names as its device, nil for the default one.
  ///
  /// The rate and period are the server's. Throws `unavailable` when no server is running,
  /// `unsupported` or `failed`. Thread: control. The corresponding C function is
  /// `jack_client_open`.
  public static func open(
    _ request: StreamRequest, clientName: String = "tactus",
    connect connections: JACKConnections = .physical
  ) throws(DriverError) -> JACKDriver {
    try request.validate(for: "the JACK driver")
    let client = try JACKLibrary.openClient(named: clientName, server: request.device)
    do throws(DriverError) {
      return try JACKDriver(client, request, wantedName: clientName, connections)
    } catch {
      jack_client_close(client)
      throw error
    }
  }

  private init(
    _ client: OpaquePointer, _ request: StreamRequest, wantedName: String,
    _ connections: JACKConnections
  ) throws(DriverError) {
    let server = JACKLibrary.serverName(request.device)
    device = server
    self.connections = connections
    clientName = jack_get_client_name(client).map { String(cString: $0) } ?? wantedName
    format = StreamFormat(
      rate: Int(jack_get_sample_rate(client)), periodFrames: Int(jack_get_buffer_size(client)),
      periods: 1, captureChannels: request.captureChannels,
      playbackChannels: request.playbackChannels)
    let ports = try JACKPorts(
      client: client, captureCount: request.captureChannels,
      playbackCount: request.playbackChannels)
    let cycle = JACKCycle.make(client: client, format: format, ports: ports, counters: counters)
    guard JACKCycle.install(cycle) else {
      JACKCycle.destroy(cycle)
      throw DriverError(.failed, "JACK server \(server) refused the callbacks; look at its log")
    }
    var lines = Self.adjustments(request, format, server)
    if clientName != wantedName {
      lines.append("JACK has a client \(wantedName) already, using the name \(clientName)")
    }
    state = Mutex(
      State(
        client: client, cycle: cycle, ports: ports, adjustments: lines,
        latencyFrames: ports.playbackLatencyFrames))
  }

  deinit {
    stop()
    state.withLock { state in
      if !state.isLeftBehind { JACKCycle.destroy(state.cycle) }
    }
  }

  /// One line for each thing that differs from the request.
  public var adjustments: [String] { state.withLock { $0.adjustments } }

  /// From the period callback to the loudspeaker, in frames, as far as the driver knows.
  public var playbackLatencyFrames: Int { state.withLock { $0.latencyFrames } }

  /// The priority JACK gives its clients' threads; nil when it has none to give.
  ///
  /// The corresponding C function is `jack_client_real_time_priority`.
  public var helperScheduling: ThreadScheduling? {
    let priority = state.withLock { $0.client.map { jack_client_real_time_priority($0) } }
    return priority.flatMap { $0 > 0 ? .fifo(priority: Int($0)) : nil }
  }

  /// Tells JACK how many frames what is played comes after what was captured.
  ///
  /// Thread: control, at any time. The corresponding C function is
  /// `jack_recompute_total_latencies`.
  public func setGraphLatency(frames: Int) {
    state.withLock { state in
      let frames = UInt32(clamping: frames)
      guard state.cycle.pointee.graphLatencyFrames.exchange(frames, ordering: .relaxed) != frames,
        let client = state.client, state.relay != nil
      else { return }
      jack_recompute_total_latencies(client)
    }
  }

  /// Starts calling `callback` once per period, as work of `queue`.
  ///
  /// Thread: control.
  public func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    let scheduling = helperScheduling
    let error = state.withLock { state -> DriverError? in
      guard let client = state.client, state.relay == nil else {
        return DriverError(.failed, "JACK client \(clientName) was started before; open it again")
      }
      do {
        let relay = try queue.makeGuestPeriods(
          named: name, of: JACKCycle.device(state.cycle), work: callback.work,
          budget: format.budget(share: budget), periodNanoseconds: format.periodNanoseconds,
          guestScheduling: scheduling)
        state.cycle.pointee.relay = relay.guest
        state.relay = relay
      } catch {
        return DriverError(.failed, "the JACK driver's second thread did not start: \(error)")
      }
      guard jack_activate(client) == 0 else {
        return DriverError(.failed, "JACK server \(device) did not start the client; see its log")
      }
      state.adjustments += state.ports.connect(connections)
      state.latencyFrames = state.ports.playbackLatencyFrames
      return nil
    }
    if let error { throw error }
  }

  /// Ends the periods; `callback` is not running any more when it returns, unless it is lost.
  ///
  /// Thread: control. May be called twice.
  public func stop() {
    state.withLock { state in
      guard let client = state.client else { return }
      state.client = nil
      let hasEnded = state.relay.map { end($0, of: client) } ?? true
      state.isLeftBehind = !hasEnded
      if hasEnded { jack_client_close(client) }
      state.relay = nil
    }
  }

  /// Takes the client out of the server's cycle, and ends the threads; false when some stay behind.
  ///
  /// JACK's thread goes on until the server knows, unless it has lost the periods to another.
  private func end(_ relay: PeriodRelay, of client: OpaquePointer) -> Bool {
    let deactivation = JACKDeactivation(client)
    let isDriving = relay.isGuestDriving
    // JACK waits for its thread's end.
    var isGone = isDriving && deactivation.perform(within: 1_000_000_000)
    var hasEnded = relay.stop()
    if !isGone {
      hasEnded = relay.waitForGuest() != .lost && hasEnded
      isGone = deactivation.perform(within: 500_000_000)
    }
    counters.note(relay)
    return hasEnded && isGone
  }

  private static func adjustments(
    _ request: StreamRequest, _ format: StreamFormat, _ server: String
  ) -> [String] {
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
