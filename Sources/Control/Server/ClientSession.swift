/// One client of the control protocol, whichever way its messages come and go.
///
/// A transport gives it the messages that came and sends the lines it has; what a client may do, and
/// what becomes of one that is too slow, is decided here alone. Thread: its server's.
package final class ClientSession {
  /// Requests of one client that wait for an answer at most; then no more are read.
  package static let pendingLimit = 16

  let id: UInt64
  private let service: ControlService
  private var output = OutputQueue()
  private var pending = 0
  /// What came and is not looked at yet, as too many requests wait.
  private var waiting: [LineBuffer.Line] = []
  /// How many turns of each topic the client has seen, and of how many it wants one.
  private var topics: [ControlTopic: (every: Int, seen: Int)] = [:]
  private var hasEnded = false
  /// Nothing more is sent to it or taken from it.
  package private(set) var isClosed = false
  /// When it last said something whole, in the server's own count.
  private(set) var lastActivity: UInt64

  init(id: UInt64, service: ControlService) {
    self.id = id
    self.service = service
    lastActivity = service.countActivity()
  }

  /// Whether the transport has something to send.
  package var hasOutput: Bool { !isClosed && !output.isEmpty }

  /// Whether more should be read from the client.
  package var wantsMore: Bool {
    waiting.isEmpty && pending < Self.pendingLimit && !hasEnded && !isClosed
  }

  /// Whether another client may have its place.
  var isIdle: Bool { isDone || (topics.isEmpty && pending == 0 && output.isEmpty) }

  /// Whether nothing more can come of it, once what the transport has taken is sent.
  package var isDone: Bool {
    isClosed || (hasEnded && waiting.isEmpty && pending == 0 && output.isEmpty)
  }

  /// The lines to send next, with their ends.
  package func takeOutput() -> [[UInt8]] { output.takeNext() }

  /// The client sends no more; it still gets its answers.
  package func end() {
    hasEnded = true
    subscribe(to: [:])
  }

  /// Ends at once.
  package func close() {
    isClosed = true
    subscribe(to: [:])
  }

  /// Takes a message and does what it asks for, unless too many requests wait.
  package func receive(_ message: [UInt8]) { receive([.whole(message)]) }

  func receive(_ lines: [LineBuffer.Line]) {
    waiting += lines
    advance()
  }

  func answer(_ line: [UInt8]) {
    if !output.answer(line) { close() }
  }

  /// Takes the answer to a request that waited.
  func complete(_ line: [UInt8]) {
    pending -= 1
    answer(line)
    advance()
  }

  /// Adds a notification, when the client wants this one.
  func notify(_ topic: ControlTopic, _ body: [UInt8], droppedBefore: Int) {
    guard let wanted = topics[topic] else { return }
    topics[topic]?.seen = (wanted.seen + 1) % wanted.every
    guard wanted.seen == 0 else { return }
    output.notify(topic, body, droppedBefore: droppedBefore)
  }
}

extension ClientSession {
  /// Looks at what came, as long as not too many requests wait for an answer.
  private func advance() {
    var taken = 0
    while taken < waiting.count, pending < Self.pendingLimit {
      take(waiting[taken])
      taken += 1
    }
    waiting.removeFirst(taken)
  }

  /// Does what a line asks for.
  private func take(_ line: LineBuffer.Line) {
    guard case .whole(let bytes) = line else {
      return answer(ControlRequest.Refusal.tooLong.response.line)
    }
    switch ControlRequest.parse(bytes[...]) {
    case .failure(let refusal): answer(refusal.response.line)
    case .success(let request):
      lastActivity = service.countActivity()
      perform(request)
    }
  }

  private func perform(_ request: ControlRequest) {
    switch request.command {
    case .subscribe(let wanted):
      let new = wanted.topics.map { ($0, (every: $0.isPeriodic ? wanted.every : 1, seen: 0)) }
      subscribe(to: topics.merging(new) { $1 })
      tellTopics(request.id)
    case .unsubscribe(let unwanted):
      subscribe(to: topics.filter { !unwanted.contains($0.key) })
      tellTopics(request.id)
    case .host(let command):
      pending += 1
      service.perform(command, request: request.id, of: id)
    }
  }

  private func subscribe(to new: [ControlTopic: (every: Int, seen: Int)]) {
    service.exchange(topics.keys, for: new.keys)
    topics = new
  }

  private func tellTopics(_ id: Int64) {
    let names = topics.keys.sorted { $0.rawValue < $1.rawValue }
    answer(ControlResponse(id: id, result: .success(["topics": .words(names)])).line)
  }
}
