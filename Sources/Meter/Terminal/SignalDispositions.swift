import Glibc

/// What the process does on some signals, remembered.
struct SignalDispositions {
  private let remembered: [(signal: Int32, action: sigaction)]

  init(of signals: [Int32]) {
    remembered = signals.map { signal in
      var action = sigaction()
      sigaction(signal, nil, &action)
      return (signal, action)
    }
  }

  /// Makes it so again.
  func restore() {
    for (signal, action) in remembered {
      var action = action
      sigaction(signal, &action, nil)
    }
  }
}
