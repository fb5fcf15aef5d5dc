import Dispatch
import Glibc

/// The signals a host listens to: SIGINT and SIGTERM ask it to end, SIGHUP to read its session again.
final class HostSignals {
  private let sources: [any DispatchSourceSignal]

  /// Calls `stop` or `reload` for each such signal, on a thread of its own.
  init(stop: @escaping @Sendable () -> Void, reload: @escaping @Sendable () -> Void) {
    sources = [(SIGINT, stop), (SIGTERM, stop), (SIGHUP, reload)].map { number, handler in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler(handler: handler)
      source.resume()
      return source
    }
  }

  /// Stops listening; the signals are ignored from then on.
  func cancel() {
    for source in sources { source.cancel() }
  }
}
