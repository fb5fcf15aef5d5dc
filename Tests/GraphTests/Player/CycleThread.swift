import Foundation
import Graph
import Synchronization

/// A thread that plays the periods of a player one after the other, as fast as it can.
final class CycleThread: @unchecked Sendable {
  private let isStopped = Atomic<Bool>(false)
  private let played = Atomic<Int>(0)
  private let wrong = Atomic<Int>(0)
  private let ended = DispatchSemaphore(value: 0)

  /// Begins to play in stereo, from a capture channel of ones, with `helpers` threads beside it.
  init(_ player: GraphPlayerHandle, frames: Int, helpers: Int) {
    let thread = Thread { [self] in
      defer { ended.signal() }
      do {
        try run(player, frames: frames, on: PlayerRunner(helpers: helpers))
      } catch {
        wrong.wrappingAdd(1, ordering: .relaxed)
      }
    }
    thread.start()
  }

  /// How many periods it has played.
  var periodCount: Int { played.load(ordering: .acquiring) }
  /// How many samples were no numbers, or louder than any stable graph of the test's makes them.
  var wrongCount: Int { wrong.load(ordering: .relaxed) }

  /// Ends it, between two periods.
  func stop() {
    guard !isStopped.exchange(true, ordering: .relaxed) else { return }
    ended.wait()
  }

  private func run(_ player: GraphPlayerHandle, frames: Int, on runner: PlayerRunner) {
    let buffers = (0..<3).map { _ in UnsafeMutablePointer<Float>.allocate(capacity: frames) }
    defer { buffers.forEach { $0.deallocate() } }
    buffers[0].initialize(repeating: 1, count: frames)
    let capture = [UnsafePointer<Float>?(UnsafePointer(buffers[0]))]
    let playback: [UnsafeMutablePointer<Float>?] = [buffers[1], buffers[2]]
    while !isStopped.load(ordering: .relaxed) {
      runner.play(player, capture, playback, frames: frames)
      for channel in 1...2 {
        for frame in 0..<frames where !(buffers[channel][frame].magnitude < 1000) {
          wrong.wrappingAdd(1, ordering: .relaxed)
        }
      }
      played.wrappingAdd(1, ordering: .releasing)
    }
  }
}
