import CLilv
import Foundation
import Plugins
import Testing

@testable import PluginLV2

@Suite("LV2Log", .serialized) struct LV2LogTests {
  private let map = URIDMap()
  private let log: LV2Log

  init() { log = LV2Log(map) }

  private func say(_ type: String, _ text: String) {
    let interface = log.interface
    _ = withVaList([]) { interface.vprintf(interface.handle, map.map(type), text, $0) }
  }

  @Test func keepsErrorsAndWarningsInTheirOrder() {
    say("http://lv2plug.in/ns/ext/log#Note", "only a note")
    say(LV2URI.logWarning, "no such file\nat all\n")
    say("http://lv2plug.in/ns/ext/log#Trace", "here")
    say(LV2URI.logError, "and another thing")
    #expect(
      log.take() == [
        PluginMessage(severity: .warning, text: "no such file at all"),
        PluginMessage(severity: .error, text: "and another thing"),
      ])
    #expect(log.take() == [])
    #expect(log.count == 4)
  }

  @Test func cutsAMessageThatIsTooLong() {
    say(LV2URI.logError, String(repeating: "x", count: 10_000))
    #expect(log.take().map(\.text.count) == [247])
  }

  @Test func countsWhatHasNoRoom() {
    for number in 0..<50 { say(LV2URI.logError, "\(number)") }
    let first = log.take()
    #expect(first.prefix(16).map(\.text) == (0..<16).map { "\($0)" })
    #expect(first.dropFirst(16).map(\.text) == ["34 messages more than there was room for"])
    say(LV2URI.logError, "again")
    #expect(log.take().map(\.text) == ["again"])
  }

  @Test func losesNothingOfSeveralThreads() {
    let threads = (0..<4).map { number in
      Thread { [log, map] in
        for step in 0..<2000 {
          let interface = log.interface
          _ = withVaList([]) {
            interface.vprintf(interface.handle, map.map(LV2URI.logError), "\(number) \(step)", $0)
          }
        }
      }
    }
    threads.forEach { $0.start() }
    var heard = 0
    var last = [-1, -1, -1, -1]
    while heard < 8000 {
      for message in log.take() {
        let words = message.text.split(separator: " ")
        guard words.count == 2, let thread = Int(words[0]), let step = Int(words[1]) else {
          heard += Int(words[0]) ?? 8000
          continue
        }
        #expect(step > last[thread])
        last[thread] = step
        heard += 1
      }
      sched_yield()
    }
    #expect(heard == 8000)
    #expect(log.count == 8000)
  }
}
