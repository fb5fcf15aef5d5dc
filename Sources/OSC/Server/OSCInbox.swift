import Control
import Synchronization

/// What other threads hand to the server's, and how they wake it.
final class OSCInbox: Sendable {
  /// What became of a request.
  struct Reply {
    let asker: OSCAsker
    let result: Result<JSONValue, ControlError>
  }

  struct Contents {
    var replies: [Reply] = []
    var notices: [(topic: ControlTopic, body: JSONValue)] = []
    var mustEnd = false
  }

  private static let noticeLimit = 256
  private let contents = Mutex(Contents())
  private let wanted: Mutex<Set<ControlTopic>>
  let wakes: WakePipe

  init(hasTarget: Bool) throws(OSCServerError) {
    do throws(ControlSocketError) {
      wakes = try WakePipe()
    } catch {
      throw .noPipe(error)
    }
    wanted = Mutex(hasTarget ? Set(ControlTopic.allCases) : [])
  }

  func reply(_ reply: Reply) { put { $0.replies.append(reply) } }

  /// Adds a notification; the oldest goes when the server's thread has not run for long.
  func notify(_ topic: ControlTopic, _ body: JSONValue) {
    put { contents in
      if contents.notices.count == Self.noticeLimit { contents.notices.removeFirst() }
      contents.notices.append((topic, body))
    }
  }

  func end() { put { $0.mustEnd = true } }

  /// Notes what is told to anybody.
  func want(_ topics: Set<ControlTopic>) { wanted.withLock { $0 = topics } }

  func isWanted(_ topic: ControlTopic) -> Bool { wanted.withLock { $0.contains(topic) } }

  /// Takes all there is.
  func takeAll() -> Contents {
    wakes.clear()
    return contents.withLock { contents in
      defer { contents = Contents(mustEnd: contents.mustEnd) }
      return contents
    }
  }

  private func put(_ body: (inout Contents) -> Void) {
    contents.withLock { body(&$0) }
    wakes.wake()
  }
}

/// Who asked for something, and at which address of OSC.
struct OSCAsker: Sendable {
  let source: UDPAddress
  let address: String
  /// The edits of a bundle that wait until the host has told its time.
  var waiting: (edits: [ControlEdit], time: OSCTime)?
}
