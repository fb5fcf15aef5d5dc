import Glibc
import Synchronization

private let arrived = Atomic<Int32>(0)

/// Takes signals that end a program, so that the meter can leave in good order.
struct SignalWatch: ~Copyable {
  private let former: SignalDispositions

  /// Takes the signals until the watch goes away.
  init(_ signals: [Int32]) {
    arrived.store(0, ordering: .relaxed)
    former = SignalDispositions(of: signals)
    for signal in signals {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { arrived.store($0, ordering: .relaxed) }
      sigaction(signal, &action, nil)
    }
  }

  deinit { former.restore() }

  /// The last signal that came; nil for none.
  var signal: Int32? {
    let signal = arrived.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }
}
