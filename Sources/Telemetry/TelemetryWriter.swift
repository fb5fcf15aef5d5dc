import CTelemetry
import Glibc
import Synchronization

/// The host's hand on its telemetry page.
///
/// The page is POSIX shared memory named `/tactus-<uid>-<pid>`, which only this user may read. It
/// goes away with `end()` or with the writer. The corresponding C function is `shm_open`.
public final class TelemetryWriter: Sendable {
  private let process: ProcessIdentity
  private let directory: PageDirectory
  private let state: Mutex<State>

  /// Creates the page of this process, and removes pages that killed hosts left behind.
  ///
  /// - Thread: control.
  /// - Throws: `alreadyPublishing` when the process has a page; `system` when there is no shared
  ///   memory to be had.
  public convenience init(processID: Int32? = nil) throws(TelemetryError) {
    try self.init(process: ProcessIdentity(of: processID ?? getpid()), directory: .standard)
  }

  init(process: ProcessIdentity, directory: PageDirectory) throws(TelemetryError) {
    _ = directory.runningHosts()
    self.process = process
    self.directory = directory
    state = Mutex(State(mapping: try PageMapping.create(for: process, in: directory)))
    publish(TelemetryFrame())
    state.withLock { state in
      guard let page = state.wholePage else { return }
      telemetry_identify(page, process.processID, process.startTicks)
    }
  }

  deinit { end() }

  /// Replaces the frame readers see; does nothing after `end()`.
  ///
  /// Entries beyond what the page has room for are counted in the frame's `leftOut`.
  ///
  /// - Thread: control; any number of them, one after the other.
  public func publish(_ frame: TelemetryFrame) {
    state.withLock { state in
      guard let page = state.wholePage else { return }
      frame.encode(into: state.payload)
      telemetry_write(page, state.payload)
    }
  }

  /// Whether a reader is attached to the page.
  ///
  /// - Thread: control; a system call.
  public var isLookedAt: Bool {
    state.withLock { state in
      switch state.mapping {
      case .some(let mapping): mapping.isLookedAt
      case .none: false
      }
    }
  }

  /// Tells readers that the host ended in an orderly way and removes the page.
  ///
  /// Readers that are attached keep the last frame. May be called more than once.
  ///
  /// - Thread: control.
  public func end() {
    state.withLock { state in
      guard state.mapping != nil else { return }
      if let page = state.wholePage { telemetry_mark_ended(page) }
      directory.remove(process.processID)
      state.mapping = nil
    }
  }
}

extension TelemetryWriter {
  /// The mapping, nil after the end, and the frame as it is prepared.
  private struct State: ~Copyable, @unchecked Sendable {
    var mapping: PageMapping?
    let payload: UnsafeMutablePointer<telemetry_payload>

    init(mapping: consuming PageMapping) {
      self.mapping = consume mapping
      payload = .allocate(capacity: 1)
      // Not `initialize(to:)`: the frame is large for the stack of a small thread.
      memset(payload, 0, MemoryLayout<telemetry_payload>.size)
    }

    deinit { payload.deallocate() }

    /// The page, unless the writer ended or somebody cut the memory off.
    var wholePage: UnsafeMutablePointer<telemetry_page>? {
      switch mapping {
      case .some(let mapping): mapping.isWhole ? mapping.page : nil
      case .none: nil
      }
    }
  }
}
