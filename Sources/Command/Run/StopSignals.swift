import Dispatch
import Glibc

/// The signals that ask a host to end: SIGINT, SIGTERM and SIGHUP.
final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  /// Calls `stop` for each such signal, on a thread of its own.
  init(stop: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler(handler: stop)
      source.resume()
      return source
    }
  }

  /// Stops listening; the signals are ignored from then on.
  func cancel() {
    for source in sources { source.cancel() }
  }
}
