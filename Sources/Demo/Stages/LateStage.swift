import Drivers
import Graph
import Host
import Realtime
import Synchronization
import WorkQueues

/// A graph with two channels, in one of which a node does not return in time now and then.
final class LateStage: DemoStage, @unchecked Sendable {
  // Unchecked: the pointer is made once, and read by the driver's threads until they have ended.

  private let platform: WorkPlatform
  private let audio: WorkQueue
  private let driver: ClockDriver
  private let player: GraphPlayer
  private let late: LateNode
  private let listener: Listener
  private let cycle: UnsafeMutablePointer<LateCycle>

  /// 50 ms a period, and three of them in the buffer: a machine that stalls for a moment shall not
  /// look like a late node.
  private static let request = StreamRequest(
    rate: 48_000, periodFrames: 2_400, periods: 3, captureChannels: 0, playbackChannels: 2)
  /// The share of the time its work may take before the period is closed without it.
  private static let budget = 0.75

  init(_ machine: DemoMachine) throws(HostError) {
    platform = try WorkPlatform.demonstrating(broker: machine.broker)
    let tone = ToneNode()
    listener = Listener(tone)
    do {
      audio = try platform.makeQueue(
        named: "audio", kind: .multithreaded(workers: 0),
        taskClass: platform.classes["Pro Audio"])
      driver = try ClockDriver(Self.request, sink: listener.callback)
      late = LateNode(driver.counters)
      player = try GraphPlayer(playing: Self.graph(tone, late))
    } catch {
      platform.shutdown()
      throw HostError(.internal, "\(error)")
    }
    cycle = .allocate(capacity: 1)
    cycle.initialize(to: LateCycle(player, on: audio))
  }

  deinit {
    // A thread that was left behind may still look at it.
    guard driver.counters.lostThreads.load(ordering: .acquiring) == 0 else { return }
    cycle.deinitialize(count: 1)
    cycle.deallocate()
  }

  /// A tone that plays to the first channel, and one that goes through the late node to the second.
  private static func graph(_ tone: ToneNode, _ late: LateNode) -> GraphDescription {
    GraphDescription(
      nodes: [tone.graphNode("in time"), tone.graphNode("source"), late.graphNode("late")],
      connections: [
        GraphConnection(from: .node(0, port: 0), to: .playback(0)),
        GraphConnection(from: .node(1, port: 0), to: .node(2, port: 0)),
        GraphConnection(from: .node(2, port: 0), to: .playback(1)),
      ], playbackChannels: 2, maximumFrames: 2_400)
  }

  func start() throws(HostError) {
    do {
      try driver.start(LateCycle.callback(cycle), on: audio, budget: Self.budget)
    } catch {
      throw HostError(.internal, "\(error)")
    }
  }

  func stop() {
    late.end()
    driver.stop()
    platform.shutdown()
  }

  private var steps: [StepStatistics] { player.plan.statistics.steps }

  var reading: QueueReading {
    QueueReading(
      queues: [audio.snapshot()], timer: platform.timer.snapshot(), driver: driver,
      nodes: zip(["tone", "tone", "gain"], steps).map {
        QueueReading.Node(kind: $0, statistics: $1)
      })
  }

  var figures: [DemoFigure] {
    let steps = steps
    let periods = driver.counters.periods.load(ordering: .relaxed)
    return [
      .count("late", "late: closed without it", steps[2].misses),
      .count(
        "rescues", "closed by another thread", driver.counters.rescues.load(ordering: .relaxed)
      ),
      .count("periods", "periods played", periods),
      .count("latePerformed", "late: performed", steps[2].performed),
      .count("inTimePerformed", "in time: performed", steps[0].performed),
      .count("inTimeLate", "in time: late", steps[0].misses),
      .count(
        "samplesCompared", "in time: samples compared", listener.compared.load(ordering: .relaxed)),
      .count(
        "samplesTouched", "in time: samples touched", listener.touched.load(ordering: .relaxed)),
      .share("largestStep", "late: largest step", listener.largestStep),
    ]
  }
}
