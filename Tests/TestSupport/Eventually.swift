/// Polls `condition` until it holds, or `timeout` has passed; returns whether it held.
///
/// For events of other threads and processes. The time-out is there to end a broken test, not to
/// measure anything: leave it generous.
public func eventually(
  timeout: Duration = .seconds(60),
  isolation: isolated (any Actor)? = #isolation,
  _ condition: () throws -> Bool
) async rethrows -> Bool {
  let deadline = ContinuousClock.now + timeout
  while true {
    if try condition() { return true }
    if ContinuousClock.now >= deadline { return false }
    try? await Task.sleep(for: .milliseconds(5))
  }
}
