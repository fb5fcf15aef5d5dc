import CRealtime
import Graph
import WorkQueues

/// A queue, and the test's thread as a guest that runs plans on it.
final class PlanRunner {
  let platform: WorkPlatform
  let queue: WorkQueue
  private let guest: GuestWorker

  /// `helpers` threads of the queue's own work beside the test's.
  init(helpers: Int, capacity: Int = 1024) throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(
      named: "graph", kind: .multithreaded(workers: helpers), capacity: capacity)
    guest = queue.makeGuest(named: "test")
  }

  deinit { platform.shutdown() }

  private struct Request {
    let plan: PlanHandle
    let period: rt_period
    let queue: QueueHandle
    let workers: Int
  }

  /// Runs one period and gives back what it plays; by a thread that is a worker, or by one that is
  /// none.
  func run(
    _ plan: Plan, capture: [[Float]] = [], playbackChannels: Int? = nil, frames: Int,
    frameTime: UInt64 = 0, workers: Int, asGuest: Bool = true
  ) -> [[Float]] {
    let count = playbackChannels ?? plan.playbackChannels
    let captured = capture.map { buffer(of: $0) }
    let played = (0..<count).map { _ in buffer(of: [Float](repeating: .nan, count: frames)) }
    defer { (captured + played).forEach { $0.deallocate() } }
    let capturePointers: [UnsafePointer<Float>?] = captured.map { UnsafePointer($0) }
    let playbackPointers: [UnsafeMutablePointer<Float>?] = played
    capturePointers.withUnsafeBufferPointer { capture in
      playbackPointers.withUnsafeBufferPointer { playback in
        let period = rt_period(
          capture: capture.baseAddress, playback: playback.baseAddress,
          capture_count: UInt32(capture.count), playback_count: UInt32(count),
          frames: UInt32(frames), frame_time: frameTime, due_nanoseconds: 0,
          asked_nanoseconds: 0, deadline_nanoseconds: 0, ticket: 0, events: nil)
        perform(
          Request(plan: plan.handle, period: period, queue: queue.handle, workers: workers),
          asGuest: asGuest)
      }
    }
    return played.map { Array(UnsafeBufferPointer(start: $0, count: frames)) }
  }

  private func perform(_ request: Request, asGuest: Bool) {
    var request = request
    withUnsafeMutablePointer(to: &request) { pointer in
      let item = WorkItem(
        { context in
          guard let request = context?.assumingMemoryBound(to: Request.self) else { return }
          _ = withUnsafePointer(to: request.pointee.period) { period in
            Executor.run(
              request.pointee.plan, period: period, queue: request.pointee.queue,
              workers: request.pointee.workers)
          }
        }, context: pointer)
      guard asGuest else { return item.perform() }
      guest.handle.perform(item, dueNanoseconds: rt_now_nanoseconds())
    }
  }

  /// Performs what waits in the queue, on the test's thread.
  func performAll() {
    let item = WorkItem(
      { _ in
        guard let worker = WorkerHandle.current else { return }
        while worker.performNext() {}
      }, context: nil)
    guest.handle.perform(item, dueNanoseconds: rt_now_nanoseconds())
  }

  private func buffer(of samples: [Float]) -> UnsafeMutablePointer<Float> {
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, samples.count))
    buffer.initialize(from: samples, count: samples.count)
    return buffer
  }
}
