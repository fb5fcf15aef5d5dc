import Dispatch
import Glibc

/// The signals a host listens to.
///
/// SIGINT and SIGTERM ask it to end, SIGHUP to read its session again, SIGUSR1 to mute or not.
final class HostSignals {
  private let sources: [any DispatchSourceSignal]

  /// Calls one of these for each such signal, on a thread of its own.
  init(
    stop: @escaping @Sendable () -> Void, reload: @escaping @Sendable () -> Void,
    mute: @escaping @Sendable () -> Void
  ) {
    let handlers = [(SIGINT, stop), (SIGTERM, stop), (SIGHUP, reload), (SIGUSR1, mute)]
    sources = handlers.map { number, handler in
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
