import CRealtime
import Graph
import Host
import Realtime
import WorkQueues

/// A graph's plan, and the buffers it plays to.
///
/// Thread: the one that performs its periods, one at a time.
final class PlannedRun: @unchecked Sendable {
  static let frames = 480

  let plan: Plan
  private let helpers: QueueHandle
  private let threads: Int
  private let rise = UnsafeMutablePointer<HelperRise>.allocate(capacity: 1)
  private let samples = UnsafeMutablePointer<Float>.allocate(capacity: frames)
  private let playback = UnsafeMutablePointer<UnsafeMutablePointer<Float>?>.allocate(capacity: 1)
  private let period = UnsafeMutablePointer<rt_period>.allocate(capacity: 1)

  /// `voices` pairs of nodes that all play at once, performed by so many threads.
  init(voices: Int, passes: Int, threads: Int, helpers: WorkQueue) throws(HostError) {
    do {
      plan = try Plan(compiling: Self.graph(voices: voices, passes: passes))
    } catch {
      throw HostError(.internal, "\(error)")
    }
    self.helpers = helpers.handle
    self.threads = threads
    plan.revise(threads == 1 ? .serial : .parallel(threads: threads))
    rise.initialize(to: HelperRise())
    samples.initialize(repeating: 0, count: Self.frames)
    playback.initialize(to: samples)
    period.initialize(to: rt_period())
    period.pointee.frames = UInt32(Self.frames)
    period.pointee.playback = UnsafePointer(playback)
    period.pointee.playback_count = 1
  }

  deinit {
    rise.deinitialize(count: 1)
    for pointer in [UnsafeMutableRawPointer(rise), .init(samples), .init(playback), .init(period)] {
      pointer.deallocate()
    }
  }

  private static func graph(voices: Int, passes: Int) -> GraphDescription {
    let nodes = (0..<voices).flatMap { voice in
      [
        FilterNode(2 * voice, passes: passes).graphNode("voice \(voice + 1)", inputs: 0),
        FilterNode(2 * voice + 1, passes: passes).graphNode("filter \(voice + 1)", inputs: 1),
      ]
    }
    let connections = (0..<voices).flatMap { voice in
      [
        GraphConnection(from: .node(2 * voice, port: 0), to: .node(2 * voice + 1, port: 0)),
        GraphConnection(from: .node(2 * voice + 1, port: 0), to: .playback(0)),
      ]
    }
    return GraphDescription(
      nodes: nodes, connections: connections, playbackChannels: 1, maximumFrames: frames)
  }

  /// Runs the next period.
  func run() {
    period.pointee.due_nanoseconds = Clock.now()
    Executor.run(
      plan.handle, period: period, queue: helpers, workers: threads, rising: &rise.pointee)
    period.pointee.frame_time += UInt64(Self.frames)
  }

  /// Samples of the last period that are not, bit for bit, those of another run.
  func differences(from other: PlannedRun) -> Int {
    (0..<Self.frames).count { samples[$0].bitPattern != other.samples[$0].bitPattern }
  }
}
