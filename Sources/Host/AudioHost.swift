import CRealtime
public import Control
public import Drivers
import Foundation
import Graph
import PluginSandbox
public import Realtime
import Signal
import SoundFiles
import Synchronization
import Telemetry
public import WorkQueues

/// A session that plays: its driver, its queues, its graph, its fades, and what it reports.
///
/// All of it is control-side work; what runs in a period is `CycleCore`. Everything that happens
/// in time is a scheduled or periodic item of the platform's timer.
public final class AudioHost: @unchecked Sendable {
  // Unchecked: the pointers are set once; the cycle alone uses what they point to, by atomics.

  /// Opens where MIDI comes from that is no driver's.
  public typealias SequencerOpener =
    @Sendable (
      _ client: String, _ ports: [PortPattern], _ feed: MIDIFeed,
      _ tell: @escaping @Sendable (String) -> Void
    ) throws(DriverError) -> any MIDISource

  /// What a host needs to know before it can play.
  public struct Setup: Sendable {
    /// Creates a set-up.
    public init(
      session: ResolvedSession, loader: SessionLoader, providers: [DriverProvider],
      devices: @escaping @Sendable (SessionDevice) -> [DeviceChoice] = DeviceChoice.list,
      taskClasses: TaskClassTable, broker: (any SchedulingBroker)? = nil,
      recordPath: String? = nil, takePath: String? = nil
    ) {
      self.session = session
      self.loader = loader
      self.providers = providers
      self.devices = devices
      self.taskClasses = taskClasses
      self.broker = broker
      self.recordPath = recordPath
      self.takePath = takePath
    }
    /// What to play.
    public var session: ResolvedSession
    /// Where its plugins come from.
    public var loader: SessionLoader
    /// The drivers there are, in the order `auto` tries them.
    public var providers: [DriverProvider]
    /// The devices to play on for what a session asks for, in order.
    ///
    /// Asked again when the session is read again.
    public var devices: @Sendable (SessionDevice) -> [DeviceChoice]
    /// Opens the kernel's sequencer, for a client's name and the ports to hear, and tells lines; nil
    /// where there is none.
    public var sequencer: SequencerOpener?
    /// The task classes in force.
    public var taskClasses: TaskClassTable
    /// Who is asked for the priorities the kernel refuses.
    public var broker: (any SchedulingBroker)?
    /// A sound file that takes everything that is played, fades included.
    public var recordPath: String?
    /// A folder that takes all that is needed to play it again offline.
    public var takePath: String?
    /// The host's name among several; nil for one that is known by its process.
    public var instance: String?
    /// What the host is called: its instance's name, or its process's number.
    var instanceName: String { instance ?? "\(ProcessInfo.processInfo.processIdentifier)" }
    /// Who watches over the process.
    public var observer: (any HostObserver)?
    /// Where its control socket is made; nil for none.
    public var controlDirectory: SocketDirectory?
    /// Other ways to steer it and to watch it; a reason why one stays shut is told.
    public var doors: [DoorOpener] = []
    /// A folder that takes what was edited and not saved; nil to keep nothing.
    public var autosaveFolder: String?
    /// What was edited before the power was cut, of which `session` was made.
    public var resumed: Autosave?
  }

  /// What the host is doing.
  enum Phase: String, Sendable {
    case starting, running, fading, ended
  }

  /// What happened, for the meter and the log.
  public let events: EventLog
  let setup: Setup
  let failover: DriverFailover
  let platform: WorkPlatform
  let queues: HostQueues
  let lane: DeviceLane
  let live: LiveGraph
  let fader: Fader
  let notes = NoteGate()
  let fades: MasterFades
  let levels: Mutex<LevelMeters>
  let load: UnsafeMutablePointer<LoadCounters>
  /// What the cycle notes of its periods.
  let flight: UnsafeMutablePointer<FlightLog>
  let causes = CauseWatch()
  let loudness: Mutex<PlayedLoudness?>
  let masterTap: Mutex<MasterTap>
  let take: LiveTake?
  let publisher: TelemetryPublisher
  let faults: FaultWatch
  let misses: MissWatch
  let lostEvents: EventWatch
  let messages: MessageWatch
  let repair: NodeRepair
  let troubles = TroubleWatch()
  let phase = Mutex(Phase.starting)
  /// 1 when the last phase has begun: what `waitUntilFaded` sleeps on.
  private let faded = Atomic<UInt32>(0)
  let tasks = Mutex<[ControlTask]>([])
  let lookForEnd = Mutex<ControlTask?>(nil)
  let edits = Mutex(EditWatch())
  let devices = Mutex(DeviceLooks())
  let reports = Mutex(ReportPace())
  let beats = Atomic<UInt64>(0)
  let reloading = Mutex(())
  let isWorkingInBackground = Mutex(false)
  let isFollowingControls = Mutex(false)
  let learner = Mutex(ControlLearner())
  /// Messages of the kernel's sequencer, when the session hears it.
  let feed: MIDIFeed?
  let sequencer = Mutex<(any MIDISource)?>(nil)
  let cycle: UnsafeMutablePointer<CycleCore>
  /// The session as it was edited.
  let steered: Mutex<SteeredSession>
  /// Who answers those that steer the host.
  let control = Mutex(ControlDoors())
  let steeringThread = SteeringThread()
  let changes = Mutex(ChangeWatch())
  let counterBase = Mutex(CounterBase())
  let statisticsPace = Mutex(0)

  /// Opens the driver and makes the session's nodes; nothing sounds yet.
  ///
  /// Throws what a user can act on: a missing device or plugin, a file that cannot be read.
  public init(_ setup: Setup, events: EventLog = EventLog()) throws(HostError) {
    self.setup = setup
    self.events = events
    let document = setup.session.document
    steered = Mutex(
      SteeredSession(document: document, saved: setup.resumed == nil ? document : nil))
    faults = FaultWatch(events: events)
    misses = MissWatch(events: events)
    lostEvents = EventWatch(events: events)
    messages = MessageWatch(events: events)
    repair = NodeRepair(events: events)
    let candidates = try DeviceCandidate.list(
      setup.devices(setup.session.session.device), from: setup.providers)
    let selection = try DriverSelection.open(candidates)
    let format = selection.driver.format
    take = try LiveTake.make(setup, format: format)
    live = try LiveGraph(
      setup.session,
      factory: NodeFactory(
        loader: setup.loader,
        sandboxes: Self.sandboxes(setup, for: selection.driver, events, causes),
        rate: format.rate, maximumFrames: format.periodFrames),
      posting: take?.posting ?? DirectPosting())
    live.nodes.tellPlayers(session: 0)
    let tap = try Self.makeTap(setup.recordPath, format: format)
    masterTap = Mutex(MasterTap(current: tap))
    (platform, queues) = try HostQueues.make(setup, for: selection.driver)
    live.work(on: queues.disk)
    fader = Fader(gain: 0)
    fades = MasterFades(
      of: setup.session.session, rate: format.rate, fader: fader, notes: notes,
      posting: take?.posting ?? DirectPosting(),
      schedule: { [timer = platform.timer, queue = queues.control] task in
        timer.schedule(task, on: queue, telling: events)
      })
    let meters = LevelMeters(format)
    levels = Mutex(meters)
    publisher = try Self.makePublisher()
    feed = setup.session.session.device.sequencerPorts.map { _ in MIDIFeed() }
    load = .allocate(capacity: 1)
    load.initialize(to: LoadCounters())
    flight = .allocate(capacity: 1)
    flight.initialize(to: FlightLog())
    let played = PlayedLoudness(format)
    loudness = Mutex(played)
    cycle = .allocate(capacity: 1)
    cycle.initialize(
      to: CycleCore(
        player: live.player.handle, feed: feed?.handle, controls: live.controls.cycle,
        steering: live.steering.cycle(fader.handle),
        queue: queues.audio.handle, workers: queues.workers,
        rate: Int64(format.rate), fader: fader.handle, notes: notes.handle,
        captureLevels: meters.capture.handle, playbackLevels: meters.playback.handle,
        tap: tap?.handle, take: take?.cycle, load: load,
        seam: CaptureSeam(
          channelCount: max(format.captureChannels, setup.session.session.device.capture),
          maximumFrames: format.periodFrames),
        flight: FlightRecorder(flight), loudness: played?.handle))
    lane = DeviceLane(queue: queues.devices, events: events)
    failover = DriverFailover(
      selection, wanted: candidates, seat: DriverSeat(core: cycle, queue: queues.audio),
      lane: lane, events: events, misses: misses)
  }

  deinit {
    end()
    cycle.pointee.timeline.deallocate()
    cycle.pointee.seam.deallocate()
    cycle.deinitialize(count: 1)
    cycle.deallocate()
    load.deinitialize(count: 1)
    load.deallocate()
    flight.deinitialize(count: 1)
    flight.deallocate()
  }

  /// Whether the last sound has faded and the driver may stop, or has stopped.
  public var hasFaded: Bool { phase.withLock { $0 == .ended } }

  /// Sleeps until `hasFaded`.
  ///
  /// Thread: control.
  public func waitUntilFaded() {
    while !hasFaded { _ = withUnsafePointer(to: faded) { rt_futex_wait($0, 0, -1) } }
  }

  /// Begins the last phase: nothing is heard any more.
  func noteFaded() {
    phase.withLock { $0 = .ended }
    faded.store(1, ordering: .releasing)
    _ = withUnsafePointer(to: faded) { rt_futex_wake($0, .max) }
  }

  /// Starts the driver, fades in, and begins to report.
  ///
  /// A host that was asked to stop before stays silent.
  public func start() throws(HostError) {
    tellLatency()
    listenForLosses()
    do throws(DriverError) {
      try failover.begin()
    } catch {
      throw HostError(error.code == .permissionDenied ? .permission : .unavailable, error.message)
    }
    let isRunning = phase.withLock { phase in
      if phase == .starting { phase = .running }
      return phase == .running
    }
    if isRunning { fades.start() }
    reportSetup()
    openSequencer()
    publisher.publish(report())
    prepareForCauses()
    startPeriodicTasks()
    resume()
    openControl()
  }

  /// The driver that plays, and why it is that one.
  var selection: DriverSelection { failover.current }

  /// Stops the driver at once and ends everything; what was recorded is complete.
  ///
  /// Call `requestStop` and wait for `hasFaded` before, unless a cut does not matter. May be
  /// called twice.
  public func end() {
    noteFaded()
    closeControl()
    sequencer.withLock { $0?.stop() }
    endNotes()
    failover.end()
    lookForCauses(isLast: true)
    lookForMisses(isLast: true)
    tellLostMessages()
    messages.look(at: live.nodes, isLast: true)
    repair.look(at: live, isLast: true)
    faults.look(at: selection.driver, isLast: true)
    platform.shutdown()
    reportGovernor(isLast: true)
    finishBackgroundWork()
    publisher.end(report())
  }

  /// Sandboxes whose threads keep to the priority of those that wait for them.
  private static func sandboxes(
    _ setup: Setup, for driver: any Driver, _ events: EventLog, _ causes: CauseWatch
  ) -> SandboxPool {
    let name = setup.session.session.queue.taskClass
    let scheduling =
      driver.helperScheduling ?? setup.taskClasses[name]?.scheduling() ?? .normal(nice: 0)
    return SandboxPool(
      setup.loader.sandbox, priority: scheduling.priority, tell: { events.add($0) },
      tellFault: { causes.noteCrash(of: $0, $1) })
  }

  private static func makeTap(
    _ path: String?, format: StreamFormat
  ) throws(HostError) -> RecordingTap? {
    guard let path else { return nil }
    do throws(SoundFileError) {
      return try RecordingTap(
        path: path, rate: format.rate, channels: max(1, format.playbackChannels))
    } catch {
      throw HostError(.unavailable, error.description)
    }
  }

  private static func makePublisher() throws(HostError) -> TelemetryPublisher {
    do throws(TelemetryError) {
      return try TelemetryPublisher()
    } catch {
      throw HostError(.internal, error.description)
    }
  }
}
