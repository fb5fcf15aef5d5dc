/// What all clients of one server share.
///
/// Thread: the server's.
final class ControlService {
  let inbox: ServerInbox
  private let handler: any ControlHandler
  private var activity: UInt64 = 0
  /// How many clients have subscribed to each topic.
  private var subscribers: [ControlTopic: Int] = [:]

  init(_ handler: any ControlHandler, _ inbox: ServerInbox) {
    self.handler = handler
    self.inbox = inbox
  }

  func countActivity() -> UInt64 {
    activity += 1
    return activity
  }

  /// A client wants other topics than before.
  func exchange(_ old: some Sequence<ControlTopic>, for new: some Sequence<ControlTopic>) {
    for topic in old { subscribers[topic, default: 0] -= 1 }
    for topic in new { subscribers[topic, default: 0] += 1 }
    inbox.want(subscribers.lazy.filter { $0.value > 0 }.map(\.key))
  }

  /// Hands a command to the host, and its reply to the inbox.
  func perform(_ command: HostCommand, request: Int64, of client: UInt64) {
    let inbox = inbox
    handler.perform(command) { result in
      inbox.reply(to: client, ControlResponse(id: request, result: result).boundedLine)
    }
  }
}

extension ControlResponse {
  /// The line, or an error's in place of one that is too long.
  fileprivate var boundedLine: [UInt8] {
    let line = line
    guard line.count > ControlLimits.answerBytes else { return line }
    let error = ControlError(.failed, "the answer is too long; ask for fewer sections")
    return ControlResponse(id: id, result: .failure(error)).line
  }
}
