import Dispatch
import Synchronization

/// Passes on what the meter asks for, on a thread of its own, so that drawing waits for nobody.
final class SteeringDesk: Sendable {
  /// What came of a request.
  enum Reply: Sendable, Equatable {
    case done(String)
    case refused(String)
    case snapshots([String])
  }

  private let steering: (any MeterSteering)?
  private let thread = DispatchQueue(label: "tactus-meter-steering")
  private let waiting = Atomic<Int>(0)
  private let replies = Mutex<[Reply]>([])

  /// Requests that may wait for their turn.
  private static let limit = 8

  init(_ steering: (any MeterSteering)?) { self.steering = steering }

  func ask(_ request: MeterRequest) {
    pass { (steering) throws(MeterRefusal) in .done(try steering.perform(request)) }
  }

  func askForSnapshots() {
    pass { (steering) throws(MeterRefusal) in .snapshots(try steering.snapshots()) }
  }

  /// What came since the last time.
  func takeReplies() -> [Reply] {
    replies.withLock { replies in
      defer { replies = [] }
      return replies
    }
  }

  private func pass(
    _ errand: @escaping @Sendable (any MeterSteering) throws(MeterRefusal) -> Reply
  ) {
    guard let steering else { return reply(.refused("there is no host to ask")) }
    guard waiting.load(ordering: .relaxed) < Self.limit else {
      return reply(.refused("the host still has to answer"))
    }
    waiting.add(1, ordering: .relaxed)
    thread.async { [self] in
      do throws(MeterRefusal) {
        reply(try errand(steering))
      } catch {
        reply(.refused(error.description))
      }
      waiting.subtract(1, ordering: .relaxed)
    }
  }

  private func reply(_ reply: Reply) { replies.withLock { $0.append(reply) } }
}
