import ArgumentParser
import Drivers
import Glibc
import Host
import Meter
import Plugins
import Telemetry
import Testing

@testable import Command

@Suite("Failure") struct FailureTests {
  @Test(arguments: [
    (HostError.Code.usage, 64), (.badSession, 65), (.unavailable, 69), (.internal, 70),
    (.permission, 77),
  ])
  func takesCodesFromTheHost(_ code: HostError.Code, _ expected: Int) {
    #expect(Failure(HostError(code, "why")) == Failure(Int32(expected), "why"))
  }

  @Test(arguments: [PluginError(.notFound, "a"), .init(.unsupported, "b"), .init(.failed, "c")])
  func pluginsAreUnavailable(_ error: PluginError) {
    #expect(Failure(error) == Failure(69, error.message))
  }

  @Test(arguments: [
    (DriverError.Code.unavailable, 69), (.busy, 69), (.unsupported, 69), (.failed, 69),
    (.permissionDenied, 77),
  ])
  func driversAreUnavailableOrForbidden(_ code: DriverError.Code, _ expected: Int) {
    let failure = Failure(DriverError(code, "hw:0: why"))
    #expect(failure == Failure(Int32(expected), "hw:0: why"))
  }

  @Test(arguments: [
    (TelemetryError.noRunningHost, 69), (.notRunning(processID: 3), 69),
    (.layoutVersion(processID: 3, found: 1, expected: 2), 69), (.foreignPage(name: "/x"), 77),
    (.system(operation: "mmap", code: EACCES), 77), (.system(operation: "mmap", code: ENOMEM), 70),
  ])
  func hostsAreUnavailable(_ error: TelemetryError, _ expected: Int) {
    #expect(Failure(error) == Failure(Int32(expected), error.description))
  }

  @Test func meterOnNoTerminalIsUsage() {
    #expect(Failure(MeterError.notATerminal).code == 64)
    #expect(Failure(MeterError.telemetry(.noRunningHost)).code == 69)
  }

  @Test func sessionProblemsKeepTheirLines() {
    let mark = SourceMark(line: 3, column: 5)
    let problems = SessionProblems([
      SessionProblem(file: "a.yaml", mark: mark, severity: .error, message: "one"),
      SessionProblem(file: "a.yaml", mark: mark, severity: .error, message: "two"),
    ])
    let failure = Failure(problems)
    #expect(failure.code == 65)
    #expect(failure.message.split(separator: "\n").count == 2)
  }

  @Test func anythingElseIsInternal() {
    struct Surprise: Error {}
    #expect(Failure(Surprise()).code == 70)
    #expect(Failure(ConsoleError(code: ENOSPC)).code == 70)
  }

  @Test func exitCodesPassSilently() {
    #expect(Failure(ExitCode(77)) == Failure(77, ""))
    #expect(Failure(ExitCode(1)) == Failure(1, ""))
  }
}
