import CRealtime
import Control
import Foundation
import Synchronization

/// A host at 99 % of every period while clients are told of its levels, and ask it for something.
enum ControlTrial {
  private static let name = "control"
  private static let periods = 1_500
  private static let crowd = 500

  static var trial: Trial {
    Trial(
      name: name, title: "a host at 99 % of every period of 1.333 ms, and its control server",
      subjects: [
        Subject(name: "no server", run: bare),
        Subject(name: "no server, a thread that spins on the other core", run: accompanied),
        Subject(name: "server, no client") { try served(clients: 0) },
        Subject(name: "server, \(crowd) clients told 30 times a second") {
          try served(clients: crowd)
        },
        Subject(name: "server, one client that asks all the time", run: asked),
      ])
  }

  private static func bare() throws -> [Metric: Double] {
    let loop = LoadedLoop(periods: periods)
    try loop.perform()
    return [.missed: Double(loop.missed)]
  }

  /// What the machine itself loses where both of its cores have work.
  private static func accompanied() throws -> [Metric: Double] {
    let mustEnd = Counter()
    let hasEnded = DispatchSemaphore(value: 0)
    Thread {
      while mustEnd.value.load(ordering: .relaxed) == 0 {}
      hasEnded.signal()
    }.start()
    defer {
      mustEnd.value.store(1, ordering: .relaxed)
      hasEnded.wait()
    }
    return try bare()
  }

  /// The same, and how many of something there were each second meanwhile.
  private static func loaded(_ rate: Metric, _ count: () -> Int) throws -> [Metric: Double] {
    let loop = LoadedLoop(periods: periods)
    let before = count()
    try loop.perform()
    return [.missed: Double(loop.missed), rate: Double(count() - before) / loop.seconds]
  }

  private static func served(clients: Int) throws -> [Metric: Double] {
    try withServer { server in
      let crowd = try Crowd(clients, at: server.path)
      defer { crowd.end() }
      return try loaded(.told) { crowd.toldCount }
    }
  }

  private static func asked() throws -> [Metric: Double] {
    try withServer { server in
      let (answers, mustEnd) = (Counter(), Counter())
      let hasEnded = DispatchSemaphore(value: 0)
      nonisolated(unsafe) let client = try ControlClient(path: server.path)
      Thread {
        while mustEnd.value.load(ordering: .relaxed) == 0,
          (try? client.request(.host(.edit([.mute(true)]))))?.isAnswered == true
        {
          answers.value.wrappingAdd(1, ordering: .relaxed)
        }
        hasEnded.signal()
      }.start()
      defer {
        mustEnd.value.store(1, ordering: .relaxed)
        hasEnded.wait()
      }
      return try loaded(.answered) { answers.value.load(ordering: .relaxed) }
    }
  }

  /// A server that tells levels of 32 channels 30 times a second.
  private static func withServer(
    _ body: (ControlServer) throws -> [Metric: Double]
  ) throws -> [Metric: Double] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "bench-\(getpid())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try ControlServer(
      in: SocketDirectory(path: folder.path), willServe: { _ = rt_set_nice(0, -11) },
      handler: WillingHost())
    defer { server.end() }
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now(), repeating: 1.0 / 30)
    timer.setEventHandler { server.publish(.levels, levels) }
    timer.resume()
    defer { timer.cancel() }
    return try body(server)
  }

  private static let levels: JSONValue = [
    "frame": 480_000,
    "levels": .list(
      (1...32).map { ["name": .text("channel \($0)"), "peak": 0.125, "hold": 0.5] }),
  ]
}

/// A host that has always done already what it is asked for.
private struct WillingHost: ControlHandler {
  func perform(
    _ command: HostCommand, reply: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void
  ) {
    reply(.success(.null))
  }
}

private final class Counter: Sendable {
  let value = Atomic<Int>(0)
}

extension Result<JSONValue, ControlError> {
  fileprivate var isAnswered: Bool { if case .success = self { true } else { false } }
}
