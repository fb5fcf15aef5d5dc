import NIOCore

/// A connection that has not shown the token.
///
/// Thread: the server's loop.
final class Visitor {
  private let channel: any Channel
  private let patience: TimeAmount
  private var deadline: Scheduled<Void>?

  init(_ channel: any Channel, patience: TimeAmount) {
    self.channel = channel
    self.patience = patience
    grantTime()
  }

  /// Ends the connection unless a request, or the token, comes in time.
  func grantTime() {
    deadline?.cancel()
    deadline = channel.eventLoop.scheduleTask(in: patience) { [channel] in
      channel.close(promise: nil)
    }
  }

  /// Lets it stay as long as it likes.
  func stay() { deadline?.cancel() }

  func close() { channel.close(promise: nil) }
}
