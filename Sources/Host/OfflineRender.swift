import Drivers
import Graph
import PluginSandbox
import Realtime
import SoundFiles
import Synchronization
public import Telemetry
import WorkQueues

/// A session rendered from one sound file to another, faster than it would play.
///
/// The same plan and executor as a running host, at normal priority and without fades: the output
/// has exactly the input's frames, and is the same for any number of workers. Thread: control.
public struct OfflineRender: Sendable {
  /// What was rendered.
  public struct Result: Sendable, Equatable, Codable {
    /// Frames written.
    public var frames: Int
    /// Frames per second.
    public var rate: Int
    /// Channels written.
    public var channels: Int
    /// How long it took, in seconds.
    public var seconds: Double
    /// How much faster than it would play.
    public var speed: Double
    /// What the session's meters read in the end.
    public var meters: [MeterStatus]
    /// What the user should know, one line each.
    public var notes: [String]
  }

  /// Creates a render of a loaded session.
  public init(
    session: ResolvedSession, loader: SessionLoader, inputPath: String, outputPath: String,
    periodFrames: Int? = nil, workers: Int? = nil
  ) {
    self.session = session
    self.loader = loader
    self.inputPath = inputPath
    self.outputPath = outputPath
    self.periodFrames = periodFrames ?? session.session.device.period ?? 256
    self.workers = max(1, workers ?? 1)
  }

  /// Periods after which the plan goes by what its steps have taken so far.
  private static let revisionPeriods = 32

  private let session: ResolvedSession
  private let loader: SessionLoader
  private let inputPath: String
  private let outputPath: String
  private let periodFrames: Int
  private let workers: Int

  /// Renders; `progress` is called now and then with the share that is done.
  public func run(progress: (Double) -> Void = { _ in }) throws(HostError) -> Result {
    do {
      return try render(progress)
    } catch let error as HostError {
      throw error
    } catch let error as DriverError {
      throw HostError(.unavailable, error.description)
    } catch let error as GraphError {
      throw HostError(.badSession, SessionProblem(error, in: session).description)
    } catch let error as SoundFileError {
      throw HostError(.unavailable, error.description)
    } catch {
      throw HostError(.internal, "\(error)")
    }
  }

  private func render(_ progress: (Double) -> Void) throws -> Result {
    let start = Clock.now()
    let source = try FileSource(path: inputPath, channels: session.session.device.capture)
    let rate = source.reader.rate
    let told = Mutex<[String]>([])
    let sandboxes = SandboxPool(loader.sandbox, isRealtime: false) { line in
      told.withLock { $0.append(line) }
    }
    let graph = try SessionGraph(
      session,
      factory: NodeFactory(
        loader: loader, sandboxes: sandboxes, rate: rate, maximumFrames: periodFrames))
    let plan = try Plan(
      compiling: graph.description(latencies: graph.latencies, maximumFrames: periodFrames))
    let sink = try FileSink(
      path: outputPath, rate: rate, channels: session.session.device.playback,
      work: { graph.work })
    let driver = try FileDriver(
      StreamRequest(device: inputPath, rate: rate, periodFrames: periodFrames),
      source: source, sink: sink)
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(
      named: "render", kind: .multithreaded(workers: workers - 1), spinNanoseconds: 50_000)
    let cycle = OfflineCycle(plan: plan.handle, queue: queue.handle, workers: workers)
    let total = Double(max(1, source.reader.frames))
    let frames = try withUnsafePointer(to: cycle) { cycle in
      try driver.runToEnd(
        PeriodCallback(
          function: { OfflineCycle.perform($0, $1) },
          context: UnsafeMutableRawPointer(mutating: cycle)),
        on: queue
      ) { frames in
        if (frames / periodFrames).isMultiple(of: Self.revisionPeriods) { plan.revise() }
        progress(Double(frames) / total)
      }
    }
    try sink.close()
    let seconds = Double(Clock.now() - start) / 1e9
    return Result(
      frames: frames, rate: rate, channels: sink.channelCount, seconds: seconds,
      speed: Double(frames) / Double(rate) / max(seconds, 1e-9),
      meters: graph.work.compactMap(\.meter),
      notes: notes(source, rate: rate) + sink.notes + graph.nodes.compactMap(\.muteNote)
        + told.withLock { $0 })
  }

  private func notes(_ source: FileSource, rate: Int) -> [String] {
    let device = session.session.device
    var notes = session.warnings.map(\.description)
    if let asked = device.rate, asked != rate {
      notes.append("rendered at the input's \(rate) Hz, not at the session's \(asked) Hz")
    }
    if device.capture == 0 {
      notes.append("the session captures nothing: the input only sets rate and length")
    } else if device.capture != source.reader.channelCount {
      notes.append(
        "the session captures \(device.capture) channels, the input has "
          + "\(source.reader.channelCount)")
    }
    return notes
  }
}
