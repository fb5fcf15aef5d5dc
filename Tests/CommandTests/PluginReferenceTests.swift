import Plugins
import Testing

@testable import Command

@Suite("PluginReference") struct PluginReferenceTests {
  @Test(arguments: [
    ("lv2:http://example.org/amp", PluginFormat.lv2, "http://example.org/amp"),
    ("LV2:urn:a", .lv2, "urn:a"), ("http://example.org/amp#1", .lv2, "http://example.org/amp#1"),
    ("https://example.org/amp", .lv2, "https://example.org/amp"), ("urn:a:b", .lv2, "urn:a:b"),
    ("ladspa:amp:amp_mono", .ladspa, "amp:amp_mono"),
  ])
  func reads(_ text: String, _ format: PluginFormat, _ identifier: String) {
    #expect(PluginReference(text) == PluginReference(format: format, identifier: identifier))
  }

  @Test(arguments: ["", "amp", "lv2:", ":", "vst:thing", "amp:amp_mono"])
  func refuses(_ text: String) {
    #expect(PluginReference(text) == nil)
  }

  @Test(arguments: ["lv2:urn:a", "ladspa:amp:amp_mono"])
  func isWrittenAsItIsRead(_ text: String) {
    #expect(PluginReference(text)?.description == text)
  }

  @Test func findsTheCatalogue() throws {
    let catalogues = Catalogues([FakeCatalogue(.lv2, [.delay]), FakeCatalogue(.ladspa, [.amp])])
    let delay = PluginReference(format: .lv2, identifier: "urn:test:delay")
    #expect(try catalogues.descriptor(delay) == .delay)
    let elsewhere = PluginReference(format: .ladspa, identifier: "urn:test:delay")
    #expect { try catalogues.descriptor(elsewhere) } throws: { Failure($0).code == 69 }
    #expect { try Catalogues([]).descriptor(delay) } throws: { Failure($0).code == 69 }
  }
}
