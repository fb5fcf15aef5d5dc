// Control side.
import CJACK
import CRealtime
import Drivers
import Glibc
import Realtime
import Synchronization
import WorkQueues

/// A client of a server with its ports, and all that JACK's threads touch of it.
///
/// Lives until the server has let it go, which may be later than its driver.
final class JACKClient: @unchecked Sendable {
  let handle: OpaquePointer
  /// The client's name at the server, and the server's.
  let name: String
  let server: String
  let format: StreamFormat
  let counters: DriverCounters
  let ports: JACKPorts
  let notes: JACKNotes
  let cycle: UnsafeMutablePointer<JACKCycle>
  /// Clients that the library has not let go yet, though they leave.
  ///
  /// When their server is dead, the library frees them as soon as another client is opened, with
  /// their threads inside.
  static let partingCount = Atomic<Int>(0)
  /// Held by who asks the server for something: the library has one line to it for each client.
  let requests = Mutex(())
  private let relay = Mutex<PeriodRelay?>(nil)
  private let hasLeft = Atomic<Bool>(false)
  private let isClosed = Mutex(false)

  /// Becomes a client, with ports and callbacks, that does not run yet.
  ///
  /// Blocks for as long as the server does not answer.
  static func open(
    _ request: StreamRequest, _ setup: PortConnections, _ counters: DriverCounters
  ) -> Result<JACKClient, DriverError> {
    do throws(DriverError) {
      let handle = try JACKLibrary.openClient(
        named: setup.wantedClientName, server: request.device)
      do throws(DriverError) {
        return .success(try JACKClient(handle, request, setup, counters))
      } catch {
        jack_client_close(handle)
        throw error
      }
    } catch {
      return .failure(error)
    }
  }

  private init(
    _ handle: OpaquePointer, _ request: StreamRequest, _ setup: PortConnections,
    _ counters: DriverCounters
  ) throws(DriverError) {
    self.handle = handle
    self.counters = counters
    server = JACKLibrary.serverName(request.device)
    name = jack_get_client_name(handle).map { String(cString: $0) } ?? setup.wantedClientName
    format = StreamFormat(
      rate: Int(jack_get_sample_rate(handle)), periodFrames: Int(jack_get_buffer_size(handle)),
      periods: 1, captureChannels: request.captureChannels,
      playbackChannels: request.playbackChannels)
    ports = try JACKPorts(client: handle, request: request, names: setup.names)
    notes = JACKNotes(format, counters)
    cycle = JACKCycle.make(client: handle, format: format, ports: ports, counters: counters)
    guard install() else {
      throw DriverError(.failed, "JACK server \(server) refused the callbacks; look at its log")
    }
  }

  deinit { JACKCycle.destroy(cycle) }

  /// Whether the client has left the server, or is about to.
  var isLeaving: Bool { hasLeft.load(ordering: .acquiring) }

  /// Has JACK call the periods of `relay` from now on; false when the server refuses.
  func activate(_ relay: PeriodRelay) -> Bool {
    requests.withLock { _ in
      guard !isLeaving else { return false }
      cycle.pointee.relay = relay.guest
      self.relay.withLock { $0 = relay }
      return jack_activate(handle) == 0
    }
  }

  /// Leaves the server; no period is under way when it returns, unless a thread is lost in it.
  ///
  /// A server that does not answer is waited for in the background.
  func leave() {
    guard !hasLeft.exchange(true, ordering: .acquiringAndReleasing) else { return }
    notes.ring()
    let relay = relay.withLock { $0 }
    Self.partingCount.wrappingAdd(1, ordering: .relaxed)
    let isGone = JACKErrand.perform(within: 1_000_000_000) {
      self.farewell(relay)
      Self.partingCount.wrappingSubtract(1, ordering: .releasing)
    }
    guard let relay else { return }
    if !isGone {
      cycle.pointee.isAbandoned.store(true, ordering: .releasing)
      relay.stop()
      _ = relay.waitForGuest()
    }
    counters.note(relay)
  }

  /// Takes the client out of the server's cycle, ends the threads, and closes it.
  ///
  /// JACK waits for its thread's end, and that goes on until the server knows, unless it has lost
  /// the periods to another.
  private func farewell(_ relay: PeriodRelay?) {
    requests.withLock { _ in
      let isDriving = relay?.isGuestDriving ?? false
      if isDriving { jack_deactivate(handle) } else { endWait() }
      let haveEnded = relay?.stop() ?? true
      if !isDriving { jack_deactivate(handle) }
      // JACK's thread has ended, but another may come back to the cycle at any time.
      if haveEnded { close() } else { _ = Unmanaged.passRetained(self) }
    }
    self.relay.withLock { $0 = nil }
  }

  /// Has a thread of ours end that waits for the next cycle of a server that is gone.
  private func endWait() {
    guard counters.loss == .serverGone else { return }
    cycle.pointee.isAbandoned.store(true, ordering: .releasing)
    _ = jack_end_wait(server, name)
  }

  private func close() {
    isClosed.withLock { $0 = true }
    jack_client_close(handle)
  }

  /// Calls what needs no answer of the server; nil once the client was closed.
  func use<Result>(_ body: (OpaquePointer) -> Result) -> Result? {
    isClosed.withLock { $0 ? nil : body(handle) }
  }
}
