import Realtime

/// What each kind of our threads would really get.
struct ThreadsLook: Sendable {
  struct Kind: Sendable {
    var name: String
    var asked: ThreadScheduling
    /// nil when it did not start.
    var granted: ThreadScheduling?
  }

  var kinds: [Kind] = []
}

extension ThreadsLook {
  var check: Check {
    let less = kinds.filter { $0.granted != $0.asked }
    let names = kinds.map { kind in
      let got = kind.granted.map { "\($0)" } ?? "not started"
      return "\(kind.name) \(got)" + (kind.granted == kind.asked ? "" : " instead of \(kind.asked)")
    }
    return Check(
      .threads, "our threads", less.isEmpty ? .ok : .warning, names.joined(separator: ", "),
      cure: less.isEmpty ? nil : .init(text: "raise the limits as said for real-time priority"))
  }
}
