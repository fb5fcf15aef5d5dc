/// How the control side posts to the cycle what can be heard.
protocol Posting: Sendable {
  /// Posts with `body`, at once or when its time has come.
  ///
  /// Thread: control.
  func post(_ action: TakeEvent.Action, _ body: @escaping () -> Void)
}

/// Posts at once.
struct DirectPosting: Posting {
  func post(_ action: TakeEvent.Action, _ body: @escaping () -> Void) { body() }
}

/// Posts between two periods, and notes when that was.
final class TakePosting: Posting {
  private let window: PostWindow
  private let writer: TakeWriter

  init(window: PostWindow, writer: TakeWriter) {
    self.window = window
    self.writer = writer
  }

  func post(_ action: TakeEvent.Action, _ body: @escaping () -> Void) {
    writer.note(action, at: window.post(body))
  }
}
