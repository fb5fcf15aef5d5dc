import CChildProcess
import Foundation

/// A program in a process of its own, for code that this process would rather not meet.
///
/// It reads nothing from standard input; what it prints is kept up to a limit. It inherits the
/// descriptors it is given and no others. It ends when this process ends, and with the last
/// reference to its `ChildProcess`; what it started itself ends with it, unless that left its
/// process group. No core is dumped of it, and Swift's runtime prints nothing when it crashes.
///
/// Starting it copies no memory of this process, so that cycles that run meanwhile are not
/// disturbed. Thread: any, but none of real time.
public final class ChildProcess: Sendable {
  /// The program this process runs, also after its file was replaced.
  public static let ownProgram = "/proc/self/exe"

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: its path.
  ///   - arguments: those after its own name.
  ///   - environment: variables to set beside those of this process.
  ///   - descriptors: what it finds as descriptors 3, 4 and so on; they stay open here too.
  ///   - limits: what it may use.
  ///   - whenEnded: called once, on a thread of the child's own, before `wait()` returns.
  /// - Throws: `ChildProcessError` when the program could not be started.
  public init(
    program: String = ownProgram, arguments: [String] = [], environment: [String: String] = [:],
    descriptors: [Int32] = [], limits: Limits = Limits(),
    whenEnded: @escaping @Sendable (Outcome) -> Void = { _ in }
  ) throws(ChildProcessError) {
    let start = ChildStart(
      program: program, arguments: arguments, environment: environment, descriptors: descriptors,
      limits: limits)
    let watch = ChildWatch(start, whenEnded)
    // A child ends with the thread that started it: hence one of its own, for as long as it lives.
    let thread = Thread { watch.run() }
    thread.name = "child"
    thread.start()
    identifier = try watch.identifier()
    self.watch = watch
  }

  deinit { watch.send(SIGKILL) }

  /// The process, as `ps` shows it.
  public let identifier: Int32

  /// How it ended; nil while it runs.
  ///
  /// Thread: any.
  public var outcome: Outcome? { watch.outcome }

  /// Waits for its end.
  ///
  /// Thread: control.
  @discardableResult
  public func wait() -> Outcome { watch.wait() }

  /// Sends it a signal; nothing when it has ended.
  ///
  /// Thread: any.
  public func send(_ signal: Int32) { watch.send(signal) }

  private let watch: ChildWatch
}

/// Why a child could not be started.
public struct ChildProcessError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The path of the program.
  public let program: String
  /// The errno; ELOOP where children have begun to start children of their own kind.
  public let code: Int32

  /// Both, in one line.
  public var description: String {
    let reason = code == ELOOP ? "its children start themselves" : String(cString: strerror(code))
    return "\(program) cannot be started: \(reason)"
  }
}
