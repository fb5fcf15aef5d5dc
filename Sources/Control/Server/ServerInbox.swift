import Synchronization

/// What other threads hand to the server's, and how they wake it.
package final class ServerInbox: Sendable {
  struct Contents {
    var replies: [(client: UInt64, line: [UInt8])] = []
    var notices: [(topic: ControlTopic, body: [UInt8], droppedBefore: Int)] = []
    var mustEnd = false
    /// The server's thread was woken and has not come yet.
    var hasWoken = false
  }

  private static let noticeLimit = 1024
  private let contents = Mutex(Contents())
  /// A bit for each topic that somebody subscribed to.
  private let wanted = Atomic<UInt8>(0)
  private let wake: @Sendable () -> Void

  /// `wake` has the server's thread look into the inbox soon; it is called by any thread.
  package init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func reply(to client: UInt64, _ line: [UInt8]) {
    put { $0.replies.append((client, line)) }
  }

  /// Adds a notification; the oldest makes room when the server's thread has not run for long.
  package func notify(_ topic: ControlTopic, _ body: [UInt8]) {
    put { contents in
      contents.notices.append((topic, body, 0))
      guard contents.notices.count > Self.noticeLimit else { return }
      let oldest = contents.notices.removeFirst()
      contents.notices[0].droppedBefore += oldest.droppedBefore + 1
    }
  }

  /// Notes what clients have subscribed to.
  func want(_ topics: some Sequence<ControlTopic>) {
    wanted.store(topics.reduce(0) { $0 | $1.bit }, ordering: .relaxed)
  }

  package func isWanted(_ topic: ControlTopic) -> Bool {
    wanted.load(ordering: .relaxed) & topic.bit != 0
  }

  /// Nothing is handed out any more, and nobody woken.
  package func end() { put { $0.mustEnd = true } }

  /// Takes all there is.
  func takeAll() -> Contents {
    contents.withLock { contents in
      defer { contents = Contents(mustEnd: contents.mustEnd) }
      return contents
    }
  }

  /// Wakes the server's thread at the first thing put in since it came, and not after the end.
  private func put(_ body: (inout sending Contents) -> Void) {
    contents.withLock { contents in
      let mustWake = !contents.hasWoken && !contents.mustEnd
      body(&contents)
      contents.hasWoken = true
      if mustWake { wake() }
    }
  }
}

extension ControlTopic {
  fileprivate var bit: UInt8 {
    switch self {
    case .changes: 1
    case .levels: 2
    case .events: 4
    case .statistics: 8
    }
  }
}
