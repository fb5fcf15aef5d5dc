// Control side.
import CSandbox
import Foundation
import Plugins

/// The processes of a pool, and the thread that tends them while there are any.
final class SandboxWard: @unchecked Sendable {
  private struct Entry {
    weak var process: SandboxProcess?
    let group: String?
  }

  private let condition = NSCondition()
  private var entries: [Entry] = []
  private var hasNews = false
  private var isRunning = false
  private var isEnding = false
  private var numbers = 0

  /// How often a child is looked at that says nothing by itself.
  private static let interval = 0.05

  /// The processes that have nodes.
  var processes: [SandboxProcess] { condition.withLock { entries.compactMap(\.process) } }

  /// The process of a group, or a new one.
  func process(
    for group: String?, _ make: (_ whenEnded: @escaping @Sendable () -> Void) -> SandboxProcess
  ) -> SandboxProcess {
    condition.withLock {
      let known = entries.first { $0.group == group && group != nil }?.process
      if let known, !known.withState({ $0.isClosed }) { return known }
      let process = make { [weak self] in self?.look() }
      entries.removeAll { $0.process == nil || ($0.group == group && group != nil) }
      entries.append(Entry(process: process, group: group))
      return process
    }
  }

  /// A place among a process's nodes that nobody has.
  func nextNumber(in process: SandboxProcess) throws(PluginError) -> Int {
    let taken = process.withState { Set($0.nodes.map(\.number)) }
    guard let free = (0..<Int(sandbox_most_nodes)).first(where: { !taken.contains($0) }) else {
      throw PluginError(.failed, "a sandbox holds at most \(sandbox_most_nodes) nodes")
    }
    return free
  }

  /// Has the thread look at the processes now.
  func look() {
    condition.withLock {
      hasNews = true
      if !isRunning, !isEnding {
        isRunning = true
        let thread = Thread { [self] in run() }
        thread.name = "sandboxes"
        thread.start()
      }
      condition.signal()
    }
  }

  /// Lets the thread end.
  func end() {
    condition.withLock {
      isEnding = true
      condition.signal()
    }
  }

  private func run() {
    while waitForTurn() {
      for process in processes { process.tend() }
    }
  }

  /// Waits for news, or for the time to look again; false when the thread is to end.
  private func waitForTurn() -> Bool {
    let isWatched = processes.contains(where: \.isWatched)
    return condition.withLock {
      if !isWatched {
        while !hasNews, !isEnding { condition.wait() }
      } else if !hasNews, !isEnding {
        _ = condition.wait(until: Date(timeIntervalSinceNow: Self.interval))
      }
      hasNews = false
      return !isEnding
    }
  }
}
