import Control
import Foundation
import Synchronization

/// Clients of a control server that are told of levels, and read them on a thread of their own.
final class Crowd: Sendable {
  private let told = Atomic<Int>(0)
  private let mustEnd = Atomic<Bool>(false)
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Has so many clients subscribe, and begins to read.
  init(_ count: Int, at path: String) throws {
    nonisolated(unsafe) let clients = try (0..<count).map { _ in
      let client = try ControlClient(path: path)
      _ = try client.request(.subscribe(Subscription([.levels])))
      return client
    }
    guard count > 0 else {
      hasEnded.signal()
      return
    }
    Thread { [self] in
      while !mustEnd.load(ordering: .relaxed) {
        for client in clients { read(client) }
        usleep(10_000)
      }
      hasEnded.signal()
    }.start()
  }

  /// What all of them were told so far.
  var toldCount: Int { told.load(ordering: .relaxed) }

  /// Waits until no client reads any more.
  func end() {
    mustEnd.store(true, ordering: .relaxed)
    hasEnded.wait()
    hasEnded.signal()
  }

  private func read(_ client: ControlClient) {
    while let notice = try? client.nextNotification(timeoutMilliseconds: 0), notice.topic == .levels
    {
      told.wrappingAdd(1, ordering: .relaxed)
    }
  }
}
