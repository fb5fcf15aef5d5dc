import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginCheck

@Suite("PluginChecker", .serialized) struct PluginCheckerTests {
  @Test func findsNothingWrongWithAGoodPlugin() throws {
    let record = try CheckedPlugin([]).check()
    #expect(record.summary == "ok")
    #expect(record.findings.isEmpty && record.isUsable)
    #expect(record.isDeterministic == true)
    let times = try #require(record.times)
    #expect(0 < times.medianNanoseconds && times.medianNanoseconds <= times.worstNanoseconds)
  }

  @Test(
    arguments: [
      ("fault_crash", "crashed (SIGSEGV in run)"), ("fault_abort", "crashed (SIGABRT in run)"),
      ("fault_stack", "crashed (SIGSEGV in run)"), ("fault_kill", "crashed (SIGKILL in run)"),
      ("fault_exit", "crashed (ended its process with code 0 in run)"),
    ])
  func namesTheEndAndTheStage(_ fault: String, _ summary: String) throws {
    let record = try CheckedPlugin(["FAULT=\(fault)"]).check()
    #expect(record.summary == summary)
    #expect(!record.isUsable)
  }

  @Test func namesOneThatIsUnmakeable() throws {
    #expect(try CheckedPlugin(["UNMAKEABLE"]).check().summary == "crashed (SIGABRT in make)")
  }

  @Test func endsOneThatDoesNotReturn() throws {
    let record = try CheckedPlugin(["FAULT=fault_hang"]).check(seconds: 3)
    #expect(record.summary == "did not return (in run)")
  }

  @Test(
    arguments: [
      ("fault_nan", CheckFinding.Kind.notANumber), ("fault_infinity", .infinity),
    ])
  func failsWhatPlaysNoNumbers(_ fault: String, _ kind: CheckFinding.Kind) throws {
    let record = try CheckedPlugin(["FAULT=\(fault)"]).check()
    #expect(record.verdict == .failed)
    #expect(record.findings.map(\.kind) == [kind] && record.findings[0].stage == .run)
    #expect(record.findings[0].text.contains("output 'out'"))
  }

  @Test func warnsOfDenormalsAndRunawayLevel() throws {
    let denormal = try CheckedPlugin(["FAULT=fault_denormal"]).check()
    #expect(denormal.verdict == .warnings && denormal.findings.map(\.kind) == [.denormals])
    let loud = try CheckedPlugin(["FAULT=fault_loud", "AMOUNT=5000"]).check()
    #expect(loud.verdict == .warnings && loud.findings.map(\.kind) == [.runaway])
  }

  @Test(arguments: [1, 8, 500])
  func seesWritesPastTheEnd(_ samples: Int) throws {
    let record = try CheckedPlugin(["FAULT=fault_overrun", "AMOUNT=\(samples)"]).check()
    // Past the end of the longest block is memory that nobody may touch.
    #expect(
      record.summary == "failed (writes past the end of output 'out')"
        || record.summary.hasPrefix("crashed (SIGSEGV in "))
  }

  @Test func warnsOfWhatIsNotGivenBack() throws {
    let leak = try CheckedPlugin(["LEAK=1000"]).check()
    #expect(leak.verdict == .warnings && leak.findings.map(\.kind) == [.leak])
    // The heap has more users than the plugin.
    let words = leak.findings[0].text.split(separator: " ")
    #expect(words.first == "leaks" && words.last == "instance")
    #expect(try abs(#require(Int(words[1])) - 1_008) < 100)
    let hoard = try CheckedPlugin(["HOARD"]).check()
    #expect(hoard.verdict == .warnings && hoard.findings.map(\.kind) == [.descriptors])
    #expect(hoard.findings[0].text == "leaves 1 open descriptors per instance")
  }

  @Test func doesNotCompareWhatIsRandom() throws {
    let record = try CheckedPlugin(["RANDOM"]).check()
    #expect(record.summary == "ok" && record.isDeterministic == false)
  }

  @Test func refusesWhatNeedsMoreThanThisHostHas() throws {
    var descriptor = try CheckedPlugin([]).descriptor
    descriptor.missingFeatures = ["http://lv2plug.in/ns/ext/instance-access"]
    let record = PluginChecker(program: "/nonexistent").check([descriptor])[0]
    #expect(record.summary == "refused (needs instance-access)")
  }

  @Test func saysWhenNothingCanBeStarted() throws {
    let record = PluginChecker(program: "/nonexistent").check([try CheckedPlugin([]).descriptor])[0]
    #expect(record.verdict == .failed && record.summary.contains("/nonexistent"))
  }

  @Test func keepsTheOrder() throws {
    let good = try CheckedPlugin([]).descriptor
    let plugins = (0..<9).map { place in
      var plugin = good
      plugin.name = "\(place)"
      plugin.missingFeatures = place % 2 == 0 ? [] : ["x"]
      return plugin
    }
    let records = PluginChecker(program: "/nonexistent").check(plugins)
    #expect(records.map(\.name) == plugins.map(\.name))
    #expect(records.map { $0.verdict == .refused } == plugins.map { !$0.missingFeatures.isEmpty })
  }
}
