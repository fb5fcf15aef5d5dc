import CChildProcess
import Foundation

/// Starts a child, listens to it and waits for its end, all on one thread.
final class ChildWatch: @unchecked Sendable {
  init(
    _ start: ChildStart, _ whenEnded: @escaping @Sendable (ChildProcess.Outcome) -> Void
  ) {
    self.start = start
    self.whenEnded = whenEnded
  }

  /// The whole life of the child.
  ///
  /// Thread: its own.
  func run() {
    do throws(ChildProcessError) {
      let limit = start.limits.outputBytes
      var output = try ChildOutput(of: start.program, limit: limit)
      var errors = try ChildOutput(of: start.program, limit: limit)
      let process = try start.start(output: output.writing, errors: errors.writing)
      output.closeWriting()
      errors.closeWriting()
      let descriptor = child_descriptor(process)
      enter(.running(process, descriptor: descriptor))
      let isInTime = follow(process, descriptor, &output, &errors)
      let end = end(process, descriptor)
      output.takeRest()
      errors.takeRest()
      let outcome = ChildProcess.Outcome(
        end: isInTime ? end : .timedOut, output: output.text, errors: errors.text)
      whenEnded(outcome)
      enter(.ended(process, outcome))
    } catch {
      enter(.failed(error))
    }
  }

  /// The process, as soon as it runs.
  func identifier() throws(ChildProcessError) -> pid_t {
    condition.lock()
    defer { condition.unlock() }
    while true {
      switch phase {
      case .starting: condition.wait()
      case .running(let process, _), .ended(let process, _), .ending(let process): return process
      case .failed(let error): throw error
      }
    }
  }

  /// How it ended; nil while it runs.
  var outcome: ChildProcess.Outcome? {
    condition.withLock { if case .ended(_, let outcome) = phase { outcome } else { nil } }
  }

  /// Waits for its end.
  func wait() -> ChildProcess.Outcome {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if case .ended(_, let outcome) = phase { return outcome }
      condition.wait()
    }
  }

  /// Sends it a signal while it runs.
  func send(_ signal: Int32) {
    condition.withLock {
      if case .running(_, let descriptor) = phase { _ = child_signal(descriptor, signal) }
    }
  }

  /// Where the child is in its life.
  private enum Phase {
    case starting
    case running(pid_t, descriptor: Int32)
    case ending(pid_t)
    case ended(pid_t, ChildProcess.Outcome)
    case failed(ChildProcessError)
  }

  private let start: ChildStart
  private let whenEnded: @Sendable (ChildProcess.Outcome) -> Void
  private let condition = NSCondition()
  private var phase = Phase.starting

  private func enter(_ next: Phase) {
    condition.withLock {
      phase = next
      condition.broadcast()
    }
  }

  /// Takes what the child prints until it ends; false when its time is over before that.
  private func follow(
    _ process: pid_t, _ descriptor: Int32, _ output: inout ChildOutput, _ errors: inout ChildOutput
  ) -> Bool {
    var deadline = start.limits.wallSeconds.map { ChildDeadline(of: process, seconds: $0) }
    while true {
      var polled = [descriptor, output.reading, errors.reading].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      let left = deadline?.instant.millisecondsLeft ?? -1
      guard left != 0 || deadline?.extend() == true else { return false }
      guard poll(&polled, 3, left) > 0 else { continue }
      if polled[0].revents != 0 { return true }
      if polled[1].revents != 0 { output.take() }
      if polled[2].revents != 0 { errors.take() }
    }
  }

  /// Ends the child and what it started, and tells how it went.
  private func end(_ process: pid_t, _ descriptor: Int32) -> ChildProcess.End {
    // Not waited for yet, so that the number is still that of this group.
    kill(-process, SIGKILL)
    enter(.ending(process))
    close(descriptor)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return ChildProcess.End(status: status)
  }
}
