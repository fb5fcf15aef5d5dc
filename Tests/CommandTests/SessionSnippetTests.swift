import Foundation
import Host
import Plugins
import Testing
import WorkQueues

@testable import Command

@Suite("SessionSnippet") struct SessionSnippetTests {
  @Test func setsEachParameterToItsDefault() {
    #expect(
      SessionSnippet(.delay).text == """
          - name: test-delay
            plugin: lv2:urn:test:delay
            parameters:
              time: 0.5                     # 0.01 to 2 s
              mode: 1                       # 0 to 1
              cutoff: 12000                 # 0 to 24000 Hz
        """)
  }

  @Test func leavesOutWhatThereIsNot() {
    #expect(
      SessionSnippet(.amp).text == """
          - name: amplifier
            plugin: ladspa:amp:amp_mono
        """)
  }

  @Test func quotesWhatYAMLWouldMisread() {
    var plugin = PluginDescriptor.amp
    plugin.identifier = "odd:it's # odd"
    plugin.name = "3-Band EQ"
    var port = PluginPort(index: 0, symbol: "on", name: "On", kind: .control, direction: .input)
    port.defaultValue = 1
    plugin.ports = [port]
    let text = SessionSnippet(plugin).text
    #expect(text.contains("plugin: 'ladspa:odd:it''s # odd'"))
    #expect(text.contains("name: plugin-3-band-eq"))
    #expect(text.contains("'on': 1"))
  }

  @Test func aSessionWithItIsRead() throws {
    let text =
      "name: Test\nnodes:\n" + SessionSnippet(.delay).text + "\nchain: [test-delay, playback]\n"
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let reading = SessionFile.read(path: file.path)
    #expect(reading.problems.problems.isEmpty)
    #expect(reading.session.nodes.map(\.name) == ["test-delay"])
  }
}
