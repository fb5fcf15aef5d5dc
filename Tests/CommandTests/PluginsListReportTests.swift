import PluginCheck
import Plugins
import Testing

@testable import Command

@Suite("PluginsListReport") struct PluginsListReportTests {
  private let report = PluginsListReport([.delay, .convolver, .amp])

  @Test func sortsByNameInAnyCase() {
    #expect(report.plugins.map(\.name) == ["Amplifier", "convolver", "Test Delay"])
  }

  @Test func isALinePerPluginForOtherPrograms() throws {
    let lines = report.text(columns: nil).split(separator: "\n")
    #expect(lines.count == 5)
    let amp = lines[1].split(separator: " ")
    #expect(amp == ["Amplifier", "0", "0", "ladspa:amp:amp_mono"])
    #expect(lines[2].hasSuffix("cannot be hosted: needs worker#schedule"))
    #expect(lines[3].contains("Delay    1    2  lv2:urn:test:delay"))
  }

  @Test func putsIdentifiersOnLinesOfTheirOwnWhenTheyDoNotFit() {
    let text = report.text(columns: 80)
    expectFits(text)
    #expect(
      text.contains("\n    lv2:http://example.org/plugins/a/rather/long/address/Convolver\n"))
    #expect(text.contains("\n    cannot be hosted: needs worker#schedule\n"))
  }

  @Test func staysOnOneLineWhenThatFits() {
    let text = PluginsListReport([.delay, .amp]).text(columns: 80)
    #expect(text.split(separator: "\n").count == 4)
  }

  @Test func countsAtTheEnd() {
    #expect(
      report.text(columns: 80)
        .hasSuffix("\n\n3 plugins: 2 LV2, 1 LADSPA; 1 of them cannot be hosted"))
    #expect(PluginsListReport([.amp]).text(columns: 80).hasSuffix("\n\n1 plugin: 1 LADSPA"))
    #expect(PluginsListReport([]).text(columns: 80) == "0 plugins")
  }

  @Test(arguments: [
    ("AMPLI", ["Amplifier"]), ("reverb", ["convolver"]), ("clara", ["Test Delay"]),
    ("urn:", ["Test Delay"]), ("xyzzy", []),
  ])
  func filters(_ filter: String, _ expected: [String]) {
    let found = PluginsListReport([.delay, .convolver, .amp], filter: filter)
    #expect(found.plugins.map(\.name) == expected)
  }

  @Test func asksOnlyTheFormatThatIsWanted() throws {
    let problem = PluginProblem(path: "/usr/lib/ladspa/broken.so", message: "is no library")
    let catalogues = Catalogues([
      FakeCatalogue(.lv2, [.delay]), FakeCatalogue(.ladspa, [.amp], problems: [problem]),
    ])
    let all = try PluginsListReport(catalogues)
    #expect(all.plugins.count == 2 && all.problems == [problem])
    let lv2 = try PluginsListReport(catalogues, format: .lv2)
    #expect(lv2.plugins.map(\.name) == ["Test Delay"] && lv2.problems.isEmpty)
  }

  @Test func hasAColumnOfVerdictsWhenThereAreAny() throws {
    let verdicts = CheckVerdicts(
      checks: ["lv2:urn:test:delay": .didNotReturn], audits: ["lv2:urn:else": .crashed])
    let report = PluginsListReport([.delay, .amp], verdicts: verdicts)
    let lines = report.text(columns: nil).split(separator: "\n")
    #expect(lines[0].contains("OUT  CHECK") && !lines[0].contains("AUDIT"))
    #expect(lines[2].contains("2  did not return  lv2:urn:test:delay"))
    expectFits(report.text(columns: 60))
    let plugins = try #require(try json(report)["plugins"] as? [[String: Any]])
    #expect(plugins[0]["check"] == nil && plugins[1]["check"] as? String == "didNotReturn")
    #expect(plugins[1]["audit"] == nil)
  }

  @Test func isData() throws {
    let object = try json(report)
    #expect((object["problems"] as? [Any])?.isEmpty == true)
    let plugins = try #require(object["plugins"] as? [[String: Any]])
    let convolver = plugins[1]
    #expect(
      Set(convolver.keys) == [
        "identifier", "name", "author", "class", "format", "library", "inputs", "outputs",
        "parameters", "isHosted", "missingFeatures",
      ])
    #expect(convolver["isHosted"] as? Bool == false)
    #expect(plugins[2]["inputs"] as? Int == 1)
    #expect(plugins[2]["parameters"] as? Int == 3)
  }
}
