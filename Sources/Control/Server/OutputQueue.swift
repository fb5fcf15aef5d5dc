/// What waits to be sent to one client, bounded in both parts.
struct OutputQueue {
  /// Notifications that wait at most.
  static let notificationLimit = 256
  /// Bytes of answers, or of notifications, that wait at most.
  static let byteLimit = 4 << 20

  private var answers: [[UInt8]] = []
  private var answerBytes = 0
  private var notices: [(topic: ControlTopic, body: [UInt8])] = []
  private var noticeBytes = 0
  private var dropped = 0

  var isEmpty: Bool { answers.isEmpty && notices.isEmpty }

  /// Adds an answer; false when the client has let too many wait.
  mutating func answer(_ line: [UInt8]) -> Bool {
    guard answerBytes == 0 || answerBytes + line.count <= Self.byteLimit else { return false }
    answers.append(line)
    answerBytes += line.count
    return true
  }

  /// Adds a notification; the oldest make room for it.
  mutating func notify(_ topic: ControlTopic, _ body: [UInt8], droppedBefore: Int) {
    dropped += droppedBefore
    notices.append((topic, body))
    noticeBytes += body.count
    while notices.count > Self.notificationLimit
      || (noticeBytes > Self.byteLimit && notices.count > 1)
    {
      noticeBytes -= notices.removeFirst().body.count
      dropped += 1
    }
  }

  /// Takes the lines to send next: all answers there are, else one notification.
  mutating func takeNext() -> [[UInt8]] {
    if !answers.isEmpty {
      defer { (answers, answerBytes) = ([], 0) }
      return answers
    }
    guard !notices.isEmpty else { return [] }
    let (topic, body) = notices.removeFirst()
    noticeBytes -= body.count
    defer { dropped = 0 }
    return [ControlNotification.line(topic, body: body, dropped: dropped)]
  }
}
