import Foundation
import Plugins
import Testing

@testable import Command

@Suite("PluginPresetsReport") struct PluginPresetsReportTests {
  private let report = PluginPresetsReport(
    .delay,
    presets: [
      PluginPreset(uri: "urn:test:short", name: "Short"),
      PluginPreset(uri: "urn:test:long", name: "Very long"),
    ])

  @Test func listsNamesAndURIs() {
    let lines = report.text(columns: 80).split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("Short ") && $0.hasSuffix(" urn:test:short") })
    #expect(lines.contains { $0.hasPrefix("Very long ") && $0.hasSuffix(" urn:test:long") })
    #expect(lines.last == "2 presets of Test Delay")
  }

  @Test func saysWhenThereAreNone() {
    #expect(
      PluginPresetsReport(.delay, presets: []).text(columns: 80) == "Test Delay has no presets")
  }

  @Test func isData() throws {
    let object = try json(report)
    #expect(Set(object.keys) == ["identifier", "name", "presets"])
    let presets = try #require(object["presets"] as? [[String: String]])
    #expect(presets.first == ["name": "Short", "uri": "urn:test:short"])
  }

  @Test func infoSaysHowMany() {
    let text = PluginInfoReport(.delay, latencyFrames: nil, presets: 2).text(columns: nil)
    #expect(text.contains("2: see `tactus plugins presets lv2:urn:test:delay`"))
  }
}
