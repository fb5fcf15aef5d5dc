import Host
import TestSupport
import Testing

@testable import Command

@Suite("ServiceReporter") struct ServiceReporterTests {
  private let sent = Locked<[String]>([])
  private let time = Locked<Int64>(0)
  private let isDeaf = Locked(false)

  private func reporter(watchdog: Int64? = nil) -> ServiceReporter {
    ServiceReporter(
      watchdogNanoseconds: watchdog, now: { [time] in time.withLock { $0 } },
      send: { [sent, isDeaf] message in
        guard !isDeaf.withLock({ $0 }) else { return false }
        sent.withLock { $0.append(message) }
        return true
      })
  }

  private var messages: [String] { sent.withLock { $0 } }

  private func pulse(_ performed: Int64, isAway: Bool = false) -> HostPulse {
    HostPulse(
      performedNanoseconds: performed, isAway: isAway, session: "s", state: "running",
      device: "clock")
  }

  @Test func isReadyOnceSoundRuns() {
    let reporter = reporter()
    reporter.hostDidBeat(pulse(0))
    #expect(messages == ["STATUS=s: running, clock"])
    reporter.hostDidBeat(pulse(1))
    reporter.hostDidBeat(pulse(2))
    #expect(messages.dropFirst() == ["READY=1"])
  }

  @Test func isReadyWithoutItsDevice() {
    reporter().hostDidBeat(pulse(0, isAway: true))
    #expect(messages == ["READY=1\nSTATUS=s: running, clock"])
  }

  @Test func saysAgainWhatWasNotTaken() {
    let reporter = reporter()
    isDeaf.withLock { $0 = true }
    reporter.hostDidBeat(pulse(1))
    isDeaf.withLock { $0 = false }
    reporter.hostDidBeat(pulse(2))
    #expect(messages == ["READY=1\nSTATUS=s: running, clock"])
  }

  @Test func statusIsOneLine() {
    reporter().hostDidBeat(
      HostPulse(performedNanoseconds: 0, session: "a\nWATCHDOG=1", state: "x", device: "y"))
    #expect(messages == ["STATUS=a WATCHDOG=1: x, y"])
  }

  @Test func calmsTheWatchdogOnlyWhileTheCycleGoesOn() {
    let reporter = reporter(watchdog: 4_000)
    beat(reporter, at: 0, pulse(10))
    beat(reporter, at: 500, pulse(20))
    beat(reporter, at: 1_000, pulse(30))
    beat(reporter, at: 2_000, pulse(30))
    beat(reporter, at: 3_000, pulse(30))
    #expect(signs == 2)
    beat(reporter, at: 4_000, pulse(30, isAway: true))
    #expect(signs == 3)
    beat(reporter, at: 5_000, pulse(40))
    #expect(signs == 4)
  }

  @Test func hasNoSignsForNoWatchdog() {
    let reporter = reporter()
    for index in 1...9 { beat(reporter, at: Int64(index) << 40, pulse(Int64(index))) }
    #expect(signs == 0)
  }

  @Test func tellsReloadsAndWhenTheyAreThrough() {
    let reporter = reporter()
    beat(reporter, at: 5_000, pulse(1))
    reporter.hostWillReload()
    reporter.hostDidReload()
    #expect(messages.dropFirst() == ["RELOADING=1\nMONOTONIC_USEC=5", "READY=1"])
  }

  @Test func isNotReadyInAReload() {
    let reporter = reporter()
    reporter.hostWillReload()
    reporter.hostDidBeat(pulse(1))
    #expect(!messages.joined().contains("READY"))
    reporter.hostDidReload()
    #expect(messages.last == "READY=1")
  }

  @Test func tellsItsEndOnce() {
    let reporter = reporter()
    reporter.hostWillStop()
    reporter.hostWillStop()
    reporter.hostWillReload()
    reporter.hostDidReload()
    #expect(messages == ["STOPPING=1"])
  }

  @Test func needsASocket() {
    #expect(ServiceReporter(environment: [:], processID: 1) == nil)
    #expect(ServiceReporter(environment: ["NOTIFY_SOCKET": "vsock:2"], processID: 1) == nil)
    #expect(ServiceReporter(environment: ["NOTIFY_SOCKET": "@x"], processID: 1) != nil)
  }

  private func beat(_ reporter: ServiceReporter, at now: Int64, _ pulse: HostPulse) {
    time.withLock { $0 = now }
    reporter.hostDidBeat(pulse)
  }

  private var signs: Int { messages.count { $0.contains("WATCHDOG=1") } }
}
