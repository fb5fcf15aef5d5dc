import CRealtime
import Graph
import WorkQueues

/// Plays the periods of a player one after the other, with the test's thread as a guest of a queue.
///
/// Made and used by one thread.
final class PlayerRunner {
  let platform: WorkPlatform
  let queue: WorkQueue
  private let guest: GuestWorker
  private let workers: Int
  private(set) var frameTime: UInt64 = 0
  /// What periods bring beside samples, from now on.
  var events: UnsafePointer<rt_events>?

  /// `helpers` threads of the queue's own work beside the test's.
  init(helpers: Int = 0) throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(
      named: "player", kind: .multithreaded(workers: helpers), capacity: 256)
    guest = queue.makeGuest(named: "test")
    workers = helpers + 1
  }

  deinit { platform.shutdown() }

  private struct Request {
    let player: GraphPlayerHandle
    let period: rt_period
    let queue: QueueHandle
    let workers: Int
  }

  /// Plays one period.
  func play(
    _ player: GraphPlayerHandle, capture: [[Float]] = [], channels: Int = 1, frames: Int
  ) -> [[Float]] {
    var played = (0..<channels).map { _ in [Float](repeating: .nan, count: frames) }
    let sources = capture.map { samples in copy(samples, count: frames) }
    let results = played.map { samples in copy(samples, count: frames) }
    defer { (sources + results).forEach { $0.deallocate() } }
    play(player, sources.map { UnsafePointer($0) }, results, frames: frames)
    for channel in 0..<channels {
      played[channel] = Array(UnsafeBufferPointer(start: results[channel], count: frames))
    }
    return played
  }

  /// Plays one period from and to buffers that are there, without asking the heap.
  func play(
    _ player: GraphPlayerHandle, _ capture: [UnsafePointer<Float>?],
    _ playback: [UnsafeMutablePointer<Float>?], frames: Int
  ) {
    capture.withUnsafeBufferPointer { capture in
      playback.withUnsafeBufferPointer { playback in
        perform(
          Request(
            player: player,
            period: rt_period(
              capture: capture.baseAddress, playback: playback.baseAddress,
              capture_count: UInt32(capture.count), playback_count: UInt32(playback.count),
              frames: UInt32(frames), frame_time: frameTime, due_nanoseconds: 0,
              asked_nanoseconds: 0, deadline_nanoseconds: 0, ticket: 0, events: events),
            queue: queue.handle, workers: workers))
      }
    }
    frameTime += UInt64(frames)
  }

  private func perform(_ request: Request) {
    var request = request
    withUnsafeMutablePointer(to: &request) { pointer in
      let item = WorkItem(
        { context in
          guard let request = context?.assumingMemoryBound(to: Request.self) else { return }
          withUnsafePointer(to: request.pointee.period) { period in
            _ = request.pointee.player.run(
              period, queue: request.pointee.queue, workers: request.pointee.workers)
          }
        }, context: pointer)
      guest.handle.perform(item, dueNanoseconds: rt_now_nanoseconds())
    }
  }

  private func copy(_ samples: [Float], count: Int) -> UnsafeMutablePointer<Float> {
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
    buffer.initialize(from: samples, count: count)
    return buffer
  }
}
