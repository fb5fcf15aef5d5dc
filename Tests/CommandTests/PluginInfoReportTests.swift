import Foundation
import Plugins
import Testing

@testable import Command

@Suite("PluginInfoReport") struct PluginInfoReportTests {
  private let report = PluginInfoReport(.delay, latencyFrames: 64)

  @Test func showsParameters() {
    let lines = report.text(columns: 80).split(separator: "\n").map(String.init)
    #expect(lines.contains("  time    Delay Time  0.01 to 2      0.5  s     logarithmic"))
    #expect(lines.contains("  mode    Mode           0 to 1        1        integer"))
    #expect(lines.contains { $0.hasSuffix("  0 = Tape, 1 = Digital") })
    #expect(lines.contains { $0.hasSuffix("Hz    times the rate") })
  }

  @Test func showsPortsAndFacts() {
    let text = report.text(columns: 80)
    #expect(text.hasPrefix("Test Delay\n    lv2:urn:test:delay\n"))
    #expect(text.contains("Latency   64 frames at 48000 Hz"))
    #expect(text.contains("Needs     urid#map"))
    #expect(text.contains("Hosted    yes"))
    #expect(text.contains("  out_l   Left    audio    output"))
    #expect(text.contains("  events  Events  events   input, optional"))
    expectFits(text)
  }

  @Test func saysWhatIsMissing() {
    let text = PluginInfoReport(.convolver, latencyFrames: nil).text(columns: 80)
    #expect(text.contains("Hosted    no: this host lacks worker#schedule"))
    #expect(!text.contains("Latency") && !text.contains("Ports:") && !text.contains("Parameters:"))
  }

  @Test func showsGroupsAndProperties() {
    var plugin = PluginDescriptor.delay
    plugin.ports[4].group = "Stereo Output"
    plugin.ports[4].designation = "left"
    plugin.ports[0].group = "Delay"
    var impulse = PluginProperty(
      identifier: "urn:test:delay#impulse", symbol: "impulse", name: "Impulse", kind: .path)
    impulse.isWritable = true
    impulse.isReadable = true
    plugin.properties = [impulse]
    let text = PluginInfoReport(plugin, latencyFrames: nil).text(columns: 80)
    #expect(text.contains("  out_l   Left    audio    output           Stereo Output, left"))
    #expect(text.contains("in Delay"))
    #expect(text.contains("  impulse  Impulse  path                  set, told"))
    expectFits(text)
  }

  @Test func isData() throws {
    let object = try json(report)
    #expect(
      Set(object.keys) == [
        "identifier", "name", "author", "class", "format", "library", "isHosted",
        "requiredFeatures", "missingFeatures", "latencyFrames", "presets", "ports", "parameters",
        "session", "properties",
      ])
    let parameters = try #require(object["parameters"] as? [[String: Any]])
    #expect(
      Set(parameters[0].keys) == [
        "symbol", "name", "minimum", "maximum", "defaultValue", "unit", "scalePoints", "isInteger",
        "isToggled", "isLogarithmic", "isRateScaled", "unitFormat", "group", "designation",
      ])
    let ports = try #require(object["ports"] as? [[String: Any]])
    #expect(
      Set(ports[0].keys) == [
        "index", "symbol", "name", "kind", "direction", "isOptional", "group", "designation",
      ])
    #expect(ports.count == 5)
    #expect(try json(PluginInfoReport(.amp, latencyFrames: nil))["latencyFrames"] == nil)
  }

  @Test(arguments: [
    (Float(0), "0"), (-90, "-90"), (0.5, "0.5"), (20_000, "20000"), (0.1, "0.1"), (-0.0, "-0"),
  ])
  func numbers(_ value: Float, _ text: String) {
    #expect(NumberText.of(value) == text)
  }

  @Test func ranges() {
    #expect(NumberText.range(nil, nil) == "")
    #expect(NumberText.range(1, nil) == "from 1")
    #expect(NumberText.range(nil, 2.5) == "to 2.5")
    #expect(NumberText.range(-1, 1) == "-1 to 1")
  }
}
