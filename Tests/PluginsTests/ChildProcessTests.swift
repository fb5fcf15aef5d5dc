import Foundation
import TestSupport
import Testing

@testable import Plugins

@Suite("ChildProcess", .serialized) struct ChildProcessTests {
  @Test func tellsHowAChildEnded() throws {
    #expect(try run("exit 0").end == .exited(code: 0))
    #expect(try run("exit 3").end == .exited(code: 3))
    #expect(try run("kill -SEGV $$").end == .signal(number: SIGSEGV, name: "SIGSEGV"))
    #expect(try run("kill -KILL $$").end == .signal(number: SIGKILL, name: "SIGKILL"))
  }

  @Test func endsOneThatTakesTooLong() throws {
    let outcome = try run(
      "echo begun; exec sleep 1000", limits: ChildProcess.Limits(wallSeconds: 1))
    #expect(outcome.end == .timedOut)
    #expect(outcome.output == "begun\n")
  }

  @Test func keepsTheBeginningOfWhatItPrints() throws {
    let limits = ChildProcess.Limits(outputBytes: 10)
    let outcome = try run("yes | head -c 1000000; echo no >&2", limits: limits)
    #expect(outcome.end == .exited(code: 0))
    #expect(outcome.output == "y\ny\ny\ny\ny\n")
    #expect(outcome.errors == "no\n")
  }

  /// A program that is not ours does not know our hidden commands, and would ask for them in turn.
  @Test func endsAfterAFewGenerations() throws {
    let variables = "echo $TACTUS_CHILD_DEPTH"
    #expect(try run(variables).output == "1\n")
    setenv("TACTUS_CHILD_DEPTH", "2", 1)
    defer { unsetenv("TACTUS_CHILD_DEPTH") }
    #expect(try run(variables).output == "3\n")
    setenv("TACTUS_CHILD_DEPTH", "3", 1)
    #expect(throws: ChildProcessError(program: "/bin/sh", code: ELOOP)) { try run(variables) }
  }

  @Test func readsNothingFromStandardInput() throws {
    #expect(try run("wc -c").output == "0\n")
  }

  @Test func limitsTheProcessorTime() throws {
    let outcome = try run("while :; do :; done", limits: ChildProcess.Limits(cpuSeconds: 1))
    #expect(outcome.end == .signal(number: SIGXCPU, name: "SIGXCPU"))
  }

  @Test func limitsTheMemory() throws {
    let limits = ChildProcess.Limits(addressSpaceBytes: 100 << 20)
    #expect(try run("ulimit -v", limits: limits).output == "102400\n")
    #expect(try run("ulimit -c", limits: limits).output == "0\n")
  }

  @Test func inheritsTheGivenDescriptorsAndNoOthers() throws {
    let pipes = (0..<3).map { _ in Pipe() }
    let numbers = pipes.map(\.fileHandleForWriting.fileDescriptor)
    // In this order each has to make room for another.
    let outcome = try run(
      "echo a >&3; echo b >&4; echo c >&5; cd /proc/self/fd; echo *",
      descriptors: [numbers[2], numbers[0], numbers[1]])
    for pipe in pipes { try pipe.fileHandleForWriting.close() }
    let read = try pipes.map { try $0.fileHandleForReading.readToEnd() ?? Data() }
    #expect(read.map { String(decoding: $0, as: UTF8.self) } == ["b\n", "c\n", "a\n"])
    // The shell opens one more to read the directory.
    #expect(outcome.output.split(whereSeparator: \.isWhitespace).count <= 7)
  }

  @Test func setsVariablesBesideOurs() throws {
    let child = try ChildProcess(
      program: "/bin/sh", arguments: ["-c", "echo $TACTUS_A-$PATH"],
      environment: ["TACTUS_A": "b c"])
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    #expect(child.wait().output == "b c-\(path)\n")
  }

  @Test func doesNotInheritIgnoredSignals() throws {
    let before = signal(SIGUSR1, SIG_IGN)
    defer { signal(SIGUSR1, before) }
    #expect(try run("kill -USR1 $$").end == .signal(number: SIGUSR1, name: "SIGUSR1"))
  }

  @Test func saysWhatCannotBeStarted() {
    let error = #expect(throws: ChildProcessError.self) {
      _ = try ChildProcess(program: "/nonexistent/program")
    }
    #expect(error?.code == ENOENT)
    #expect(
      error?.description == "/nonexistent/program cannot be started: No such file or directory")
  }

  @Test func leavesNothingOpenBehind() throws {
    _ = try run("true")
    let before = PluginSearchPath.names(in: "/proc/self/fd").count
    for _ in 0..<20 { _ = try run("exit 1") }
    for _ in 0..<5 { _ = try? ChildProcess(program: "/nonexistent/program") }
    let after = PluginSearchPath.names(in: "/proc/self/fd").count
    #expect(after <= before)
  }

  @Test func takesSignals() throws {
    let child = try ChildProcess(program: "/bin/sleep", arguments: ["1000"])
    #expect(child.outcome == nil)
    child.send(SIGTERM)
    #expect(child.wait().end == .signal(number: SIGTERM, name: "SIGTERM"))
    #expect(child.outcome == child.wait())
    child.send(SIGTERM)
  }

  @Test func endsWithTheLastReference() async throws {
    let ended = Locked<ChildProcess.End?>(nil)
    do {
      let child = try ChildProcess(program: "/bin/sleep", arguments: ["1000"]) { outcome in
        ended.withLock { $0 = outcome.end }
      }
      #expect(child.outcome == nil)
    }
    #expect(await eventually { ended.withLock { $0 } != nil })
    #expect(ended.withLock { $0 } == .signal(number: SIGKILL, name: "SIGKILL"))
  }

  @Test func endsWhatItStartedItself() async throws {
    let outcome = try run("sleep 1000 & echo $!")
    let process = try #require(
      pid_t(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(outcome.end == .exited(code: 0))
    #expect(await eventually { kill(process, 0) != 0 || isZombie(process) })
  }

  @Test func outlivesTheThreadThatAskedForIt() async throws {
    let child = Locked<ChildProcess?>(nil)
    let thread = Thread {
      let started = try? ChildProcess(program: "/bin/sh", arguments: ["-c", "sleep 0.5; exit 7"])
      child.withLock { $0 = started }
    }
    thread.start()
    #expect(await eventually { thread.isFinished })
    #expect(try #require(child.withLock { $0 }).wait().end == .exited(code: 7))
  }

  private func run(
    _ script: String, descriptors: [Int32] = [], limits: ChildProcess.Limits = .init()
  ) throws -> ChildProcess.Outcome {
    try ChildProcess(
      program: "/bin/sh", arguments: ["-c", script], descriptors: descriptors, limits: limits
    ).wait()
  }

  private func isZombie(_ process: pid_t) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status?.contains(") Z ") ?? true
  }
}
